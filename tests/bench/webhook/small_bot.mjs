// A small rehab diary, the same for both frameworks: reads a message with a few patterns, and in ONE durable transaction remembers the
// update, the runner, what was logged and the reply. What the frameworks are measured with; a fraction of what Hammy does for a message.
import Database from 'better-sqlite3';

export class SmallBot {
  constructor(file) {
    this.db = new Database(file);
    this.db.pragma('journal_mode = WAL');
    this.db.pragma('synchronous = FULL');
    this.db.exec(`
      CREATE TABLE IF NOT EXISTS seen (id INTEGER PRIMARY KEY, at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS runners (chat INTEGER PRIMARY KEY, name TEXT NOT NULL, state TEXT NOT NULL, heard_at INTEGER NOT NULL);
      CREATE TABLE IF NOT EXISTS log (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, at INTEGER NOT NULL, kind TEXT NOT NULL, value TEXT NOT NULL);
      CREATE TABLE IF NOT EXISTS outbox (id INTEGER PRIMARY KEY, chat INTEGER NOT NULL, text TEXT NOT NULL);`);
    const see = this.db.prepare('INSERT OR IGNORE INTO seen (id, at) VALUES (?, ?)');
    const find = this.db.prepare('SELECT state FROM runners WHERE chat = ?');
    const keep = this.db.prepare(
      'INSERT INTO runners (chat, name, state, heard_at) VALUES (?, ?, ?, ?) ON CONFLICT (chat) DO UPDATE SET state = excluded.state, heard_at = excluded.heard_at');
    const log = this.db.prepare('INSERT INTO log (chat, at, kind, value) VALUES (?, ?, ?, ?)');
    const reply = this.db.prepare('INSERT INTO outbox (chat, text) VALUES (?, ?)');
    this.turn = this.db.transaction((update, chat, name, text, at) => {
      if (see.run(update, at).changes === 0) return;
      const state = JSON.parse(find.get(chat)?.state ?? '{"turns":0}');
      const {kind, value, answer} = read(text, state);
      keep.run(chat, name, JSON.stringify({turns: state.turns + 1, last: kind}), at);
      if (value) log.run(chat, at, kind, value);
      reply.run(chat, answer);
    });
    this.next = this.db.prepare('SELECT id, chat, text FROM outbox ORDER BY id LIMIT 1');
    this.sent = this.db.prepare('DELETE FROM outbox WHERE id = ?');
  }

  hears(update, chat, name, text) {
    this.turn.immediate(update, chat, name, text, Math.floor(Date.now() / 1000));
  }

  // Replies leave at Telegram's pace, 30 a second, as Hammy's do.
  sendWith(send) {
    setInterval(async () => {
      const row = this.next.get();
      if (!row) return;
      this.sent.run(row.id);
      await send(row.chat, row.text).catch(() => {});
    }, 1000 / 30).unref();
  }
}

function read(text, state) {
  let found;
  if (text === '/start') return {kind: 'start', answer: 'Hello! Tell me what hurts, or log your sets like "3x8 bridges".'};
  if ((found = /(\d+)\s*(?:x|sets of)\s*(\d+)/i.exec(text)))
    return {kind: 'sets', value: `${found[1]}x${found[2]} ${text}`, answer: `Saved: ${found[1]} sets of ${found[2]}. How did it feel, 0 to 10?`};
  if ((found = /^(?:pain )?(\d+)(?:\/10)?$/.exec(text))) return {kind: 'pain', value: found[1], answer: `Noted ${found[1]} of 10.`};
  if (/^(done|workout done)/i.test(text) || text.includes('log_done')) return {kind: 'done', value: 'all', answer: 'Well done. How did it feel, 0 to 10?'};
  if (/tight|hurt|sore|twinge|pain/i.test(text)) return {kind: 'symptom', value: text, answer: 'Sorry to hear that. How bad is it, 0 to 10?'};
  if (text.endsWith('?')) return {kind: 'question', answer: 'Slow and controlled, and stop above 4 of 10.'};
  return {kind: 'other', answer: state.last === 'other' ? 'Tell me about your sets or your pain.' : 'All right.'};
}
