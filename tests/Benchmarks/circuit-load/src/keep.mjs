// Circuits that people keep open: each that is lost is opened anew, as the browser script does whose server went away.
import { setTimeout as delay } from 'node:timers/promises';
import { Circuit } from './circuit.mjs';
import { Totals } from './totals.mjs';

const pauseMs = 1000;
// What can't be opened even once, so often in a row, is not opened later either.
const triesAtFirst = 5;

export async function keep(options, say) {
  const totals = new Totals();
  let end;
  const ended = new Promise((resolve) => { end = resolve; process.stdin.on('end', resolve).on('close', resolve).resume(); });
  const state = { open: 0, opened: 0, lost: 0, isEnding: false, refusal: null, ended, end, gate: gate(options.concurrency) };
  ended.then(() => { state.isEnding = true; });
  const all = Array.from({ length: options.circuits }, (_, i) => i);
  let first = 0;
  const kept = all.map((i) => keepOne(i, options, totals, state, () => {
    if (++first === options.circuits) say(`holding ${options.circuits} circuits until standard input ends`);
  }));
  const atEnd = ended.then(() => state.open);
  await Promise.all(kept);
  process.stdin.destroy(); // one that goes on would keep us
  if (state.refusal) throw new Error(`a circuit could not be opened in ${triesAtFirst} tries: ${state.refusal}`);
  return {
    when: new Date().toISOString(), url: options.pageUrls.join(' '),
    circuits: { asked: options.circuits, open: await atEnd, opened: state.opened, lost: state.lost },
    batches: totals.batches, errors: Object.fromEntries(totals.errors),
  };
}

async function keepOne(number, options, totals, state, onFirst) {
  let isFirst = true;
  let tries = 0;
  while (!state.isEnding) {
    const circuit = new Circuit(options, totals, number);
    const refusal = await open(circuit, totals, state);
    if (refusal) {
      if (isFirst && ++tries === triesAtFirst) {
        state.refusal ??= refusal;
        state.end();
      }
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

/** Why it could not be opened; null when it is open. */
async function open(circuit, totals, state) {
  await state.gate.enter();
  try {
    await circuit.open();
    return null;
  } catch (error) {
    const reason = error.cause ? `${error.message}: ${error.cause.message}` : error.message;
    if (!error.counted) totals.error(reason);
    await circuit.close();
    return reason;
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
