#!/usr/bin/env node
// Opens many real Blazor Server circuits without a browser and measures them. See --help.
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { keep } from './src/keep.mjs';
import { report } from './src/report.mjs';
import { run } from './src/run.mjs';

const usage = `usage: node circuit-load.mjs --url http://127.0.0.1:5000/ [options]
  --circuits N        how many circuits to hold at once (100)
  --path /overview    the page to open, relative to --url; may be repeated: circuits take them by turns
  --cookie NAME=VALUE a cookie for every request, such as a signed-in session; may be repeated
  --seconds S         how long to hold them (60)
  --settle S          how long to wait between opening them and measuring (3): freshly started code still compiles
  --concurrency N     how many to open at the same time (10)
  --warmup N          circuits opened and closed before the measurement, so that it sees compiled code (10)
  --stamp REGEX       finds the server's time in a render batch: 'stamp:(\\d{13})' gives push latency
  --until REGEX       an opened circuit is drawn once its batches held so many different matches: 'Chart (\\d\\d)' gives time to drawn
  --until-count N     how many (1)
  --pid PID           the server's process: its memory and CPU
  --gc-url URL        a page of the application that collects garbage and answers {"heapBytes": N}
  --js-result NAME=JSON  the answer to that JavaScript call, in place of null; may be repeated
  --viewport PX       the height a virtualized list is told it has (800)
  --timeout S         for each step of opening (30)
  --no-deflate        offer no WebSocket compression (browsers offer it)
  --keep              hold them until standard input ends, and open anew each that is lost, as a browser does whose server went away
  --drop              break the connections at the end, as a lost network does, without the closing tab's notice
  --json              print the result as JSON
exit status: 0 all circuits opened and no error, 1 otherwise, 2 wrong use`;

class UsageError extends Error {}

function number(values, name, fallback, least) {
  const value = values[name] === undefined ? fallback : Number(values[name]);
  if (!Number.isInteger(value) || value < least) {
    throw new UsageError(`--${name} ${values[name]}: want a whole number, ${least} or more`);
  }
  return value;
}

function pattern(values, name) {
  try {
    return values[name] === undefined ? null : new RegExp(values[name], 'g');
  } catch (error) {
    throw new UsageError(`--${name}: ${error.message}`);
  }
}

function jsResult(text) {
  const at = text.indexOf('=');
  try {
    if (at < 1) throw new Error('want NAME=JSON');
    return [text.slice(0, at), JSON.parse(text.slice(at + 1))];
  } catch (error) {
    throw new UsageError(`--js-result ${text}: ${error.message}`);
  }
}

function readOptions(args) {
  const one = { type: 'string' };
  const many = { type: 'string', multiple: true, default: [] };
  const flag = { type: 'boolean', default: false };
  let values;
  try {
    ({ values } = parseArgs({
      args,
      options: {
        url: one, path: many, circuits: one, seconds: one, settle: one, concurrency: one, warmup: one, stamp: one, until: one, 'until-count': one, pid: one,
        'gc-url': one, viewport: one, timeout: one, cookie: many, 'js-result': many,
        'no-deflate': flag, drop: flag, keep: flag, json: flag, help: flag,
      },
    }));
  } catch (error) {
    throw new UsageError(error.message);
  }
  if (values.help) return null;
  if (!values.url || !URL.canParse(values.url)) throw new UsageError('--url is missing or no URL');
  for (const cookie of values.cookie) {
    if (!/^[^=;\s]+=/.test(cookie)) throw new UsageError(`--cookie ${cookie}: want NAME=VALUE`);
  }
  const pid = values.pid === undefined ? null : number(values, 'pid', 0, 1);
  if (pid && !existsSync(`/proc/${pid}/stat`)) throw new UsageError(`--pid ${pid}: no such process`);
  if (values['gc-url'] && !URL.canParse(values['gc-url'])) throw new UsageError('--gc-url is no URL');
  return {
    pageUrls: (values.path.length > 0 ? values.path : ['']).map((path) => new URL(path, values.url).href),
    circuits: number(values, 'circuits', 100, 1),
    seconds: number(values, 'seconds', 60, 1),
    settle: number(values, 'settle', 3, 0),
    concurrency: number(values, 'concurrency', 10, 1),
    warmup: number(values, 'warmup', 10, 0),
    viewport: number(values, 'viewport', 800, 1),
    timeoutMs: number(values, 'timeout', 30, 1) * 1000,
    stamp: pattern(values, 'stamp'), until: pattern(values, 'until'), untilCount: number(values, 'until-count', 1, 1), pid, gcUrl: values['gc-url'] ?? null, cookies: values.cookie,
    jsResults: Object.fromEntries(values['js-result'].map(jsResult)),
    deflate: !values['no-deflate'], beacon: !values.drop, keep: values.keep, json: values.json,
  };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.log(usage);
  } else {
    const result = await (options.keep ? keep : run)(options, (text) => process.stderr.write(`${text}\n`));
    console.log(options.json || options.keep ? JSON.stringify(result, null, 2) : report(result));
    // A circuit that is kept may be lost: whoever asks for that judges the errors.
    process.exitCode = options.keep || result.circuits.failed === 0 && Object.keys(result.errors).length === 0 ? 0 : 1;
  }
} catch (error) {
  console.error(error instanceof UsageError ? `${error.message}\n\n${usage}` : `circuit-load: ${error.message}`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
