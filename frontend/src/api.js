// Talking to /api/v1: JSON in, JSON out, and errors in the words that the server found.
import { _, language } from "./language.js";

export class Refused extends Error {
  constructor(status, problem) {
    super(problem.detail || problem.title || _("The server answered {status}.", { status }));
    this.status = status;
    this.problem = problem;
  }
}

export async function call(method, path, body) {
  const init = { method, headers: { Accept: "application/json", "Accept-Language": language } };
  if (body !== undefined) {
    init.headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(path.startsWith("/") ? path : `/api/v1/${path}`, init);
  } catch {
    throw new Refused(0, { detail: _("The server can't be reached. Is the connection up?") });
  }
  if (response.ok) return response.status === 204 ? null : response.json();
  let problem = {};
  try {
    problem = await response.json();
  } catch {
    // An answer without a body in JSON; the status says enough.
  }
  throw new Refused(response.status, problem);
}

/**
 * Follow a submission. `on` maps event names to functions of their data; resolves with the finished submission, or with
 * null once `signal` says that nobody wants to know any more.
 */
export function follow(submission, on, signal) {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return resolve(null);
    const stream = new EventSource(submission.events);
    signal?.addEventListener("abort", () => {
      stream.close();
      resolve(null);
    });
    let failures = 0;
    const end = async () => {
      stream.close();
      try {
        resolve(await call("GET", submission.href));
      } catch (error) {
        reject(error);
      }
    };
    for (const name of ["queued", "started", "output", "check"]) {
      stream.addEventListener(name, (event) => {
        failures = 0;
        on[name]?.(JSON.parse(event.data));
      });
    }
    stream.addEventListener("finished", end);
    stream.addEventListener("cancelled", end);
    stream.addEventListener("error", () => {
      // The browser reconnects by itself, and the server replays; where streams don't get through, ask once in a while.
      failures += 1;
      if (stream.readyState !== EventSource.CLOSED && failures < 4) return;
      stream.close();
      poll(submission, signal).then(resolve, reject);
    });
    return undefined;
  });
}

async function poll(submission, signal) {
  for (;;) {
    if (signal?.aborted) return null;
    const now = await call("GET", submission.href);
    if (now.state === "finished" || now.state === "cancelled") return now;
    await new Promise((done) => setTimeout(done, 1000));
  }
}
