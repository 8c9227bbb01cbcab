// The line to Hammy: one WebSocket, opened again whenever it breaks. What is not yet heard stays in a queue (also over a reload)
// and is sent again with the same id, so that Hammy records it once.

const kUnsent = 'hammy.unsent';
const kFirstWait = 400, kLongestWait = 15000, kSilence = 12000;  // milliseconds

// Not crypto.randomUUID: that is missing on plain http, which is how one reaches a Hammy in the same house.
function new_id() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

function load_unsent() {
  try {
    return JSON.parse(sessionStorage.getItem(kUnsent)) ?? [];
  } catch {
    return [];
  }
}

export class Talk {
  // on: {lines(lines, more), reset(), busy(), heard(id), error(sentence, id), state("open" | "offline")}
  constructor(on) {
    this.on = on;
    this.queue = load_unsent();
    this.last = 0;  // id of the newest line seen
    this.wait = kFirstWait;
    addEventListener('online', () => this.open());
    addEventListener('offline', () => this.socket?.close());
    document.addEventListener('visibilitychange', () => document.hidden || this.open());
  }

  say(text) {
    return this.#post({say: text});
  }

  press(action, label, line) {
    return this.#post({press: action, label, line});
  }

  async open() {
    if (this.opening || this.socket) return;
    this.opening = true;
    clearTimeout(this.retry);
    try {
      // Gives this browser its key to the conversation (a cookie that no script can read) if it has none yet.
      const answer = await fetch('/session', {method: 'POST'});
      if (!answer.ok) throw new Error(`session: ${answer.status}`);
      this.#connect();
    } catch {
      this.#lost();
    }
    this.opening = false;
  }

  #connect() {
    const socket = new WebSocket(location.origin.replace(/^http/, 'ws') + '/ws');
    this.socket = socket;
    socket.onopen = () => {
      this.wait = kFirstWait;
      this.#send({hello: {after: this.last, timezone: this.#zone_if_new(), locale: navigator.language ?? ''}});
      this.queue.forEach((item) => this.#send(item));
      this.#listen_for_silence();
      this.on.state('open');
    };
    socket.onmessage = (event) => this.#take(JSON.parse(event.data));
    socket.onclose = () => {
      if (this.socket !== socket) return;
      this.socket = null;
      this.#lost();
    };
  }

  // Told once, and again when its owner has travelled.
  #zone_if_new() {
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone ?? '';
    const fresh = zone !== this.zone;
    this.zone = zone;
    return fresh ? zone : '';
  }

  #lost() {
    clearTimeout(this.silence);
    this.on.state('offline');
    clearTimeout(this.retry);
    this.retry = setTimeout(() => this.open(), this.wait * (0.75 + Math.random() / 2));
    this.wait = Math.min(this.wait * 2, kLongestWait);
  }

  #take(frame) {
    if (frame.reset) this.last = 0, this.on.reset();
    if (frame.lines) {
      for (const line of frame.lines) this.last = Math.max(this.last, line.id);
      this.on.lines(frame.lines, frame.more ?? false);
    }
    if (frame.busy) this.on.busy();
    if (frame.heard) this.#drop(frame.heard), this.on.heard(frame.heard);
    if (frame.error) {
      if (frame.id) this.#drop(frame.id);
      this.on.error(frame.error, frame.id);
    }
  }

  #post(words) {
    const item = {...words, id: new_id()};
    this.queue.push(item);
    this.#keep();
    this.#send(item);
    if (this.socket) this.#listen_for_silence();
    else this.open();
    return item;
  }

  #drop(id) {
    this.queue = this.queue.filter((item) => item.id !== id);
    this.#keep();
    this.#listen_for_silence();
  }

  #keep() {
    try {
      sessionStorage.setItem(kUnsent, JSON.stringify(this.queue));
    } catch {
      // A full or forbidden storage only means that a reload forgets what was not sent.
    }
  }

  #send(item) {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(item));
  }

  // A dead network can look open for minutes: when something sent is not heard in time, start over.
  #listen_for_silence() {
    clearTimeout(this.silence);
    if (this.queue.length) this.silence = setTimeout(() => this.socket?.close(), kSilence);
  }
}
