#!/usr/bin/env python3
"""The reverse proxies of deploy/, for real: nginx and Caddy with TLS in front of the binary. The page, its session, its WebSocket and the
webhook go through; /metrics does not; a forged X-Forwarded-For is not believed. Exits 77 when neither proxy is installed.
  HAMMY_BINARY=build/release/hammy python3 tests/e2e/proxy_test.py"""
import base64, json, os, re, shutil, socket, ssl, subprocess, sys, tempfile, time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HAMMY = os.environ.get("HAMMY_BINARY", str(ROOT / "build/release/hammy"))
HOST = "hammy.test"
STARTS_WITHIN = 300  # seconds; the first start learns the pack, perhaps on a busy machine


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Peer:
    """One proxy's front door, asked the way a browser and Telegram ask."""

    def __init__(self, port):
        self.port = port
        self.origin = f"https://{HOST}:{port}"

    def open(self):
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        return context.wrap_socket(socket.create_connection(("127.0.0.1", self.port), timeout=20), server_hostname=HOST)

    def ask(self, method, path, *headers, body=""):
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}:{self.port}", "Connection: close", f"Content-Length: {len(body)}", *headers]
        with self.open() as s:
            s.sendall(("\r\n".join(lines) + "\r\n\r\n" + body).encode())
            answer = b""
            while chunk := s.recv(65536):
                answer += chunk
        head, _, rest = answer.decode(errors="replace").partition("\r\n\r\n")
        return int(head.split(" ")[1]), head, rest

    def talk(self, cookie):
        """Opens the WebSocket, says hello, gives the first frame's text."""
        with self.open() as s:
            key = base64.b64encode(os.urandom(16)).decode()
            s.sendall((f"GET /ws HTTP/1.1\r\nHost: {HOST}:{self.port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: {key}\r\n"
                       f"Sec-WebSocket-Version: 13\r\nOrigin: {self.origin}\r\nCookie: {cookie}\r\n\r\n").encode())
            answer = s.recv(4096).decode()
            expect(" 101 " in answer.split("\r\n")[0], "the WebSocket opens", answer)
            hello = json.dumps({"hello": {"after": 0, "timezone": "Europe/Berlin", "locale": "en"}}).encode()
            mask = os.urandom(4)
            s.sendall(bytes([0x81, 0x80 | len(hello)]) + mask + bytes(b ^ mask[i % 4] for i, b in enumerate(hello)))
            return s.recv(8192).decode(errors="replace")


def expect(holds, what, found=""):
    if not holds:
        raise AssertionError(f"expected that {what}; found {str(found)[:500]}")


def wait_until(answers, process, log):
    ends = time.monotonic() + STARTS_WITHIN
    while time.monotonic() < ends:
        if process.poll() is not None:
            break
        try:
            if answers():
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise AssertionError("it did not start:\n" + Path(log).read_text()[-2000:])


def start(name, command, folder, **environment):
    log = folder / f"{name}.log"
    process = subprocess.Popen(command, stdout=log.open("w"), stderr=subprocess.STDOUT, cwd=folder, env={**os.environ, **environment})
    return process, log


def start_nginx(folder, upstream, port):
    site = (ROOT / "deploy/nginx.conf").read_text()
    for before, after in [("127.0.0.1:8080", f"127.0.0.1:{upstream}"), ("listen 443", f"listen {port}"), ("server_name hammy.example.org", f"server_name {HOST}"),
                          ("/etc/letsencrypt/live/hammy.example.org/fullchain.pem", f"{folder}/cert.pem"),
                          ("/etc/letsencrypt/live/hammy.example.org/privkey.pem", f"{folder}/key.pem")]:
        expect(before in site, f"deploy/nginx.conf says {before}")
        site = site.replace(before, after)
    (folder / "site.conf").write_text(site)
    temp = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
    (folder / "nginx.conf").write_text(f"daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;\nevents {{}}\n"
                                       f"http {{ access_log off; {temp} include {folder}/site.conf; }}\n")
    return start("nginx", ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(folder / "nginx.conf")], folder)


def start_caddy(folder, upstream, port):
    site = (ROOT / "deploy/Caddyfile").read_text()
    first_line = "{$HAMMY_SITE:hammy.example.org} {\n"
    expect(first_line in site, "deploy/Caddyfile names its site by HAMMY_SITE")
    # No authority signs for a test: our own certificate, no redirect port, no admin port.
    site = site.replace(first_line, f"{first_line}\ttls {folder}/cert.pem {folder}/key.pem\n")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n\tskip_install_trust\n\tauto_https disable_redirects\n}\n" + site)
    return start("caddy", ["caddy", "run", "--adapter", "caddyfile", "--config", "Caddyfile"], folder, HAMMY_SITE=f"https://{HOST}:{port}",
                 HAMMY_UPSTREAM=f"127.0.0.1:{upstream}", XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder))


def check(peer, hammy_log, number):
    status, _, body = peer.ask("GET", "/")
    expect(status == 200 and "<html" in body, "the page comes", status)
    expect(peer.ask("GET", "/metrics")[0] == 404, "/metrics stays inside")

    status, head, _ = peer.ask("POST", "/session", f"Origin: {peer.origin}")
    expect(status == 204, "a session is given", head)
    cookie = re.search(r"(?im)^set-cookie: ([^;]+);.*Secure", head)
    expect(cookie and cookie.group(1).startswith("__Host-hammy="), "the cookie is for TLS alone", head)
    expect("Hammy" in peer.talk(cookie.group(1)), "the conversation begins")
    expect(peer.ask("POST", "/session", "Origin: https://elsewhere.example")[0] == 403, "another site gets no session")

    update = json.dumps({"update_id": number, "message": {"message_id": 1, "date": 1, "chat": {"id": 5, "type": "private"}, "text": "hi"}})
    status, head, _ = peer.ask("POST", "/telegram/webhook", "X-Telegram-Bot-Api-Secret-Token: s3cret", body=update)
    expect(status == 200, "the webhook is answered", head)
    status, _, _ = peer.ask("POST", "/telegram/webhook", "X-Telegram-Bot-Api-Secret-Token: wrong", "X-Forwarded-For: 203.0.113.66", body="{}")
    expect(status == 401, "a wrong secret is refused", status)
    log = hammy_log.read_text()
    expect("without the right secret from 127.0.0.1" in log, "the log names who asked the proxy", log[-500:])
    expect("203.0.113.66" not in log, "an address that the client made up is not believed")


def main():
    proxies = [(name, begin) for name, begin in (("nginx", start_nginx), ("caddy", start_caddy)) if shutil.which(name)]
    if not proxies:
        print("neither nginx nor caddy is installed")
        return 77
    with tempfile.TemporaryDirectory(prefix="hammy-proxy-") as name:
        folder = Path(name)
        subprocess.run(["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", folder / "key.pem", "-out", folder / "cert.pem", "-days", "2",
                        "-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"], check=True, capture_output=True)
        port = free_port()
        # Telegram's API is out of reach here (nothing listens on port 1): updates are still taken.
        hammy, log = start("hammy", [HAMMY, "serve", "--data", str(folder / "data"), "--port", str(port)], folder, HAMMY_TELEGRAM_TOKEN="1:token",
                           HAMMY_TELEGRAM_SECRET="s3cret", HAMMY_TELEGRAM_API="http://127.0.0.1:1", HAMMY_PUBLIC_URL=f"https://{HOST}")
        running = [hammy]
        try:
            wait_until(lambda: socket.create_connection(("127.0.0.1", port), timeout=5).close() or True, hammy, log)
            for number, (proxy, begin) in enumerate(proxies, 1):
                front = free_port()
                process, proxy_log = begin(folder, port, front)
                running.append(process)
                peer = Peer(front)
                wait_until(lambda: peer.ask("GET", "/healthz")[0] == 200, process, proxy_log)
                check(peer, log, number)
                print(f"{proxy}: page, session, WebSocket and webhook go through")
        finally:
            for process in reversed(running):
                process.terminate()
            for process in running:
                process.wait(30)
    return 0


if __name__ == "__main__":
    sys.exit(main())
