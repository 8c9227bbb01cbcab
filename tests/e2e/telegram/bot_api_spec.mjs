// Checks a call against Telegram's own description of the Bot API: method, required parameters, types.
import {readFile} from 'node:fs/promises';

const spec = JSON.parse(await readFile(new URL('../../../../shared/reference/telegram-bot-api.json', import.meta.url)));

const plain = {
  Integer: (value) => Number.isInteger(value),
  String: (value) => typeof value === 'string',
  Boolean: (value) => typeof value === 'boolean',
  Float: (value) => typeof value === 'number',
  InputFile: (value) => value instanceof File,
};

function fits(value, type) {
  if (type.startsWith('Array of ')) return Array.isArray(value) && value.every((element) => fits(element, type.slice('Array of '.length)));
  if (plain[type]) return plain[type](value);
  const known = spec.types[type];
  if (known?.subtypes?.length) return known.subtypes.some((kind) => fits(value, kind));
  return typeof value === 'object' && value !== null && known && wrong_fields(value, known.fields ?? []).length === 0;
}

function wrong_fields(values, fields) {
  const wrong = [];
  for (const [name, value] of Object.entries(values)) {
    const field = fields.find((candidate) => candidate.name === name);
    if (!field) wrong.push(`no parameter ${name}`);
    else if (!field.types.some((type) => fits(value, type))) wrong.push(`${name} is not ${field.types.join(' or ')}`);
  }
  for (const field of fields) if (field.required && !(field.name in values)) wrong.push(`${field.name} is missing`);
  return wrong;
}

// The parameters of a call, as JSON or as a form with files. Outside JSON bodies everything travels as text.
export async function parameters_of(content_type, body) {
  if (!content_type?.startsWith('multipart/')) return JSON.parse(body.toString() || '{}');
  const form = await new Response(body, {headers: {'content-type': content_type}}).formData();
  const value_of = (value) => {
    if (value instanceof File || !/^([[{]|-?\d+$)/.test(value)) return value;
    return JSON.parse(value);
  };
  return Object.fromEntries([...form].map(([name, value]) => [name, value_of(value)]));
}

// What is wrong with a call; empty when nothing is.
export function broken_rules(method, parameters) {
  const known = spec.methods[method];
  if (!known) return [`${method}: no such method`];
  return wrong_fields(parameters, known.fields ?? []).map((wrong) => `${method}: ${wrong}`);
}
