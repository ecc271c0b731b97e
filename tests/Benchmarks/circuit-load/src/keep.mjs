// Circuits that people keep open: each that is lost is opened anew, as the browser script does whose server went away.
import { setTimeout as delay } from 'node:timers/promises';
import { Circuit } from './circuit.mjs';
import { Totals } from './totals.mjs';

const pauseMs = 1000;

export async function keep(options, say) {
  const totals = new Totals();
  const ended = new Promise((resolve) => { process.stdin.on('end', resolve).on('close', resolve).resume(); });
  const state = { open: 0, opened: 0, lost: 0, isEnding: false, ended, gate: gate(options.concurrency) };
  ended.then(() => { state.isEnding = true; });
  const all = Array.from({ length: options.circuits }, (_, i) => i);
  let first = 0;
  const kept = all.map((i) => keepOne(i, options, totals, state, () => {
    if (++first === options.circuits) say(`holding ${options.circuits} circuits until standard input ends`);
  }));
  const atEnd = ended.then(() => state.open);
  await Promise.all(kept);
  return {
    when: new Date().toISOString(), url: options.pageUrls.join(' '),
    circuits: { asked: options.circuits, open: await atEnd, opened: state.opened, lost: state.lost },
    batches: totals.batches, errors: Object.fromEntries(totals.errors),
  };
}

async function keepOne(number, options, totals, state, onFirst) {
  let isFirst = true;
  while (!state.isEnding) {
    const circuit = new Circuit(options, totals, number);
    if (!await open(circuit, totals, state)) {
      await Promise.race([delay(pauseMs), state.ended]);
      continue;
    }
    state.open++;
    state.opened++;
    if (isFirst) onFirst();
    isFirst = false;
    await Promise.race([circuit.lost, state.ended]);
    if (!state.isEnding) state.lost++;
    await circuit.close();
    state.open--;
  }
}

async function open(circuit, totals, state) {
  await state.gate.enter();
  try {
    await circuit.open();
    return true;
  } catch (error) {
    if (!error.counted) totals.error(error.cause ? `${error.message}: ${error.cause.message}` : error.message);
    await circuit.close();
    return false;
  } finally {
    state.gate.leave();
  }
}

/** Lets so many in at once; the others wait their turn. */
function gate(most) {
  const waiting = [];
  let inside = 0;
  return {
    async enter() {
      if (inside >= most) await new Promise((resolve) => { waiting.push(resolve); });
      else inside++;
    },
    leave() {
      const next = waiting.shift();
      if (next) next();
      else inside--;
    },
  };
}
