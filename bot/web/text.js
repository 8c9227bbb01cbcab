// What Hammy writes, as nodes: paragraphs, "• " and "1. " lists, **bold**, doses kept in one piece.
// Every piece of text arrives on the page as a text node, so nothing that anybody types can become markup.

const kBullet = /^•\s+/;
const kNumber = /^\d+\.\s+/;
// "2 × 10", "3 × 20–30 s", "2–3 sets of 12 reps", "RPE 7–9": what one reads while lying on the floor.
const kDose = /(\d+(?:[–-]\d+)?\s?(?:×|x|sets? (?:of|×)?)\s?\d+(?:[–-]\d+)?(?:[\s-](?:reps?|s|sec|seconds?|second holds?)\b)?|RPE \d+(?:[–-]\d+)?)/;

export function node(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === true) made.setAttribute(key, '');
    else if (value !== false && value != null) made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}

function with_doses(text) {
  return text.split(kDose).filter(Boolean).map((part) => (kDose.test(part) ? node('span', {class: 'dose'}, part) : part));
}

function inline(text) {
  return text.split(/(\*\*[^*]+\*\*)/).filter(Boolean).flatMap((part) =>
    part.startsWith('**') && part.length > 4 ? [node('strong', {}, ...with_doses(part.slice(2, -2)))] : with_doses(part));
}

function paragraph(lines) {
  const made = node('p');
  lines.forEach((line, i) => made.append(...(i ? [node('br')] : []), ...inline(line)));
  return made;
}

function list(kind, lines) {
  const mark = kind === 'ul' ? kBullet : kNumber;
  const first = kind === 'ol' ? parseInt(lines[0], 10) : 1;
  const made = node(kind, first > 1 ? {start: first} : {});
  for (const line of lines) made.append(node('li', {}, ...inline(line.replace(mark, ''))));
  return made;
}

const kind_of = (line) => (kBullet.test(line) ? 'ul' : kNumber.test(line) ? 'ol' : 'p');

// Lines of one kind after each other, as [kind, lines].
function runs_of(lines) {
  const runs = [];
  for (const line of lines) {
    const kind = kind_of(line);
    if (runs.at(-1)?.[0] === kind) runs.at(-1)[1].push(line);
    else runs.push([kind, [line]]);
  }
  return runs;
}

// "1. **Wall bridges**: 3 × 20–30 s hold, medium weight" as a name over what to do, to be read from the floor.
function exercise(line) {
  const parts = /^\d+\.\s+\*\*(.+?)\*\*:\s*(.+)$/.exec(line);
  if (!parts) return node('li', {}, ...inline(line.replace(kNumber, '')));
  const doses = parts[2].split(', ').map((part) => node('span', {class: 'dose'}, part));
  return node('li', {}, node('strong', {}, parts[1]), node('span', {class: 'doses'}, ...doses.flatMap((dose, i) => (i ? [' ', dose] : [dose]))));
}

// A title of its own line over a numbered list: a circuit.
function circuit(lines) {
  const title = /^\*\*([^*]+)\*\*$/.exec(lines[0]);
  if (!title || !kNumber.test(lines[1] ?? '')) return null;
  const [[, steps], ...rest] = runs_of(lines.slice(1));
  return node('section', {class: 'circuit'}, node('h2', {}, title[1]), node('ol', {}, ...steps.map(exercise)),
    ...rest.map(([kind, run]) => (kind === 'p' ? paragraph(run) : list(kind, run))));
}

export function rich(text) {
  const made = document.createDocumentFragment();
  for (const block of text.split(/\n\s*\n/)) {
    const lines = block.split('\n').map((line) => line.trim()).filter(Boolean);
    const card = circuit(lines);
    if (card) made.append(card);
    else for (const [kind, run] of runs_of(lines)) made.append(kind === 'p' ? paragraph(run) : list(kind, run));
  }
  return made;
}

// What a runner wrote stays as written, line breaks included.
export const plain = (text) => node('p', {class: 'as-written'}, text);

// The first sentence or line, for a notification.
export const gist = (text) => text.replaceAll('**', '').split('\n').find((line) => line.trim()) ?? '';
