// NLP.js on a set: learns FOLDER/train.tsv, reads valid.tsv and test.tsv into FOLDER/nlpjs.{valid,test} and prints one JSON line.
// Only its classifier is asked (NluManager), without its entities, sentiment and answers: its fastest way.
import { readFileSync, writeFileSync } from "node:fs";
import nodeNlp from "node-nlp";

const folder = process.argv[2];
const lines = (part) =>
  readFileSync(`${folder}/${part}.tsv`, "utf8").split("\n").filter(Boolean).map((line) => {
    const tab = line.indexOf("\t");
    return { label: line.slice(0, tab), text: line.slice(tab + 1) };
  });
const processorSeconds = (since) => {
  const { user, system } = process.cpuUsage(since);
  return (user + system) / 1e6;
};

const manager = new nodeNlp.NlpManager({ languages: ["en"], nlu: { log: false }, autoSave: false, forceNER: false });
for (const { label, text } of lines("train")) manager.addDocument("en", text, label);
const start = process.cpuUsage();
await manager.train();
const trainSeconds = processorSeconds(start);

let micros = 0;
for (const part of ["valid", "test"]) {
  const set = lines(part);
  const read = [];
  const before = process.cpuUsage();
  for (const { text } of set) {
    const { classifications } = await manager.nlp.nluManager.process("en", text);
    const best = classifications.find(({ intent }) => intent !== "None");
    read.push(`${best?.intent ?? "None"}\t${best?.score ?? 0}`);
  }
  micros = set.length ? (processorSeconds(before) * 1e6) / set.length : 0;
  writeFileSync(`${folder}/nlpjs.${part}`, read.map((line) => line + "\n").join(""));
}
const bytes = Buffer.byteLength(manager.export(true));
console.log(JSON.stringify({ reader: "nlpjs", train_seconds: trainSeconds, us_per_message: micros, bytes }));
