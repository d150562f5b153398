import { clockTime, toneOf, toneOfResponse } from "./dom.js";

/** What the axis shows: after the start the time since then, so that the first minute does not look empty. */
const [SHORTEST_MS, LONGEST_MS] = [40_000, 120_000];
const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"];
const REQUEST_LANE = 16;
const AXIS = 22;
const [THINNEST, THICKEST] = [2, 18];
const [TICKS_MS, WIDEST_TICK_MS, TICK_WIDTH] = [[5000, 10_000, 15_000, 30_000], 60_000, 72];
/** Drawn in this order: a refused request is not hidden by those around it. */
const TONES = ["good", "off", "warn", "bad"];

/** Draws requests and statuses on one time axis, which ends now and moves. */
export class Timeline {
  #canvas;
  #readout;
  #requests = [];
  /** By id: the name, and the changes of status, oldest first. */
  #lanes = new Map();
  /** The server's clock minus this computer's, in milliseconds. */
  #offset = 0;
  #started = 0;
  /** The end of the axis while no state arrives: nothing is known of the time since then. */
  #paused;
  #colors = {};
  #pointer;
  #drawn = 0;

  constructor(canvas, readout) {
    this.#canvas = canvas;
    this.#readout = readout;
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#readColors());
    this.#readColors();
    new ResizeObserver(() => this.#resize()).observe(canvas);
    canvas.addEventListener("pointermove", ({ offsetX, offsetY }) => {
      this.#pointer = { x: offsetX, y: offsetY };
    });
    canvas.addEventListener("pointerleave", () => {
      this.#pointer = undefined;
    });
    const calm = matchMedia("(prefers-reduced-motion: reduce)");
    const step = (time) => {
      // A pixel is about a tenth of a second.
      if (time - this.#drawn >= (calm.matches ? 1000 : 50)) this.#draw(time);
      requestAnimationFrame(step);
    };
    requestAnimationFrame(step);
  }

  clear() {
    this.#requests = [];
    this.#lanes.clear();
  }

  pause() {
    this.#paused ??= Date.now() + this.#offset;
  }

  update({ now, started, events, instances }) {
    this.#started = started;
    this.#paused = undefined;
    // Answers take different times, so the clock is set only when it is clearly wrong: the axis must not jump.
    const offset = now - Date.now();
    if (Math.abs(offset - this.#offset) > 300) this.#offset = offset;
    for (const event of events) {
      if (event.kind === "request") this.#requests.push(event);
      else this.#lane(event.id, event.name).changes.push(event);
    }
    for (const { id, name, status } of instances) Object.assign(this.#lane(id, name), { name, status });
    const present = new Set(instances.map(({ id }) => id));
    const oldest = now - LONGEST_MS - 5000;
    this.#requests = this.#requests.filter(({ time }) => time >= oldest);
    for (const [id, lane] of this.#lanes) {
      lane.changes = lane.changes.filter(({ time }) => time >= oldest);
      if (lane.changes.length === 0 && !present.has(id)) this.#lanes.delete(id);
    }
  }

  #lane(id, name) {
    const lane = this.#lanes.get(id) ?? { name, status: undefined, changes: [] };
    this.#lanes.set(id, lane);
    return lane;
  }

  #readColors() {
    const style = getComputedStyle(document.documentElement);
    for (const name of ["good", "busy", "warn", "bad", "off", "text", "muted", "line", "card"]) {
      this.#colors[name] = style.getPropertyValue(`--${name}`).trim();
    }
    this.#drawn = 0;
  }

  #resize() {
    const { clientWidth, clientHeight } = this.#canvas;
    this.#canvas.width = Math.round(clientWidth * devicePixelRatio);
    this.#canvas.height = Math.round(clientHeight * devicePixelRatio);
    this.#draw(this.#drawn);
  }

  #draw(time) {
    this.#drawn = time;
    const { clientWidth: width, clientHeight: height } = this.#canvas;
    const context = this.#canvas.getContext("2d");
    if (!context || width === 0) return;
    context.setTransform(devicePixelRatio, 0, 0, devicePixelRatio, 0, 0);
    context.clearRect(0, 0, width, height);
    context.font = "11px system-ui, sans-serif";
    context.textBaseline = "middle";
    const left = width < 500 ? 64 : 120;
    const now = this.#paused ?? Date.now() + this.#offset;
    const span = Math.min(LONGEST_MS, Math.max(SHORTEST_MS, now - this.#started));
    const x = (at) => width - ((now - at) / span) * (width - left);
    const frame = { context, width, height, left, now, span, x };
    const hits = [];
    this.#drawAxis(frame);
    this.#drawRequests(frame, hits);
    this.#drawLanes(frame, hits);
    this.#read(hits);
  }

  #drawAxis({ context, width, height, left, now, span, x }) {
    const bottom = height - AXIS;
    context.strokeStyle = this.#colors.line;
    context.fillStyle = this.#colors.muted;
    context.textAlign = "center";
    const tick = TICKS_MS.find((one) => ((width - left) * one) / span >= TICK_WIDTH) ?? WIDEST_TICK_MS;
    for (let time = Math.ceil((now - span) / tick) * tick; time <= now; time += tick) {
      const at = x(time);
      context.beginPath();
      context.moveTo(at, 0);
      context.lineTo(at, bottom + 4);
      context.stroke();
      if (at > left + 24 && at < width - 24) context.fillText(clockTime(time), at, height - AXIS / 2 + 2);
    }
  }

  #drawRequests({ context, width, left, x }, hits) {
    context.textAlign = "left";
    for (const [index, method] of METHODS.entries()) {
      const middle = index * REQUEST_LANE + REQUEST_LANE / 2;
      context.fillStyle = this.#colors.muted;
      context.fillText(method, 0, middle);
      context.fillStyle = this.#colors.line;
      context.fillRect(left, middle, width - left, 1);
    }
    const drawn = this.#requests.map((request) => ({ ...request, tone: toneOfResponse(request.status) }));
    for (const { method, path, status, time, tone } of drawn.sort(byTone)) {
      const lane = METHODS.indexOf(method);
      const at = x(time);
      if (lane < 0 || at < left) continue;
      const box = { x: at - 2, y: lane * REQUEST_LANE + 3, width: 2, height: REQUEST_LANE - 5 };
      context.fillStyle = this.#colors[tone];
      context.fillRect(box.x, box.y, box.width, box.height);
      hits.push({ ...box, text: `${clockTime(time)} ${method} ${path}: ${status || "no response"}` });
    }
  }

  #drawLanes(frame, hits) {
    const { context, height, left } = frame;
    const top = METHODS.length * REQUEST_LANE + 8;
    const room = height - AXIS - top - 4;
    const lanes = [...this.#lanes.values()];
    const most = Math.floor(room / THINNEST);
    // Those that changed in these two minutes first, if not all have room.
    const moving =
      lanes.length <= most ? lanes : lanes.toSorted((one, other) => other.changes.length - one.changes.length);
    const shown = moving.slice(0, most);
    const thickness = Math.min(THICKEST, Math.max(THINNEST, room / Math.max(1, shown.length)));
    context.textAlign = "left";
    if (shown.length === 0) {
      context.fillStyle = this.#colors.muted;
      context.fillText("no instances", left + 8, top + 12);
    }
    for (const [index, lane] of shown.entries()) {
      const y = top + index * thickness;
      if (thickness >= 11) {
        context.fillStyle = this.#colors.text;
        context.fillText(fit(context, lane.name, left - 8), 0, y + thickness / 2);
      }
      const gap = thickness > 4 ? 2 : thickness > 2.5 ? 0.5 : 0;
      for (const part of partsOf(lane, frame)) this.#drawPart(frame, { ...part, y, height: thickness - gap }, hits);
    }
    if (thickness < 11 && shown.length > 0) {
      context.fillStyle = this.#colors.muted;
      context.fillText(`${lanes.length} instances`, 0, top + 8);
    }
  }

  #drawPart({ context }, { name, status, x, y, width, height }, hits) {
    context.fillStyle = this.#colors[toneOf(status)];
    context.fillRect(x, y, Math.max(width, 1), height);
    hits.push({ x, y, width, height, text: `${name}: ${status}` });
    if (height < 11 || context.measureText(status).width > width - 8) return;
    context.fillStyle = this.#colors.card;
    context.fillText(status, x + 4, y + height / 2 + 0.5);
  }

  #read(hits) {
    const { x = 0, y = 0 } = this.#pointer ?? {};
    const isHit = (box) => x >= box.x - 3 && x <= box.x + box.width + 3 && y >= box.y && y <= box.y + box.height + 2;
    const text = this.#pointer ? (hits.findLast(isHit)?.text ?? "") : "";
    if (this.#readout.textContent !== text) this.#readout.textContent = text;
  }
}

function byTone(one, other) {
  return TONES.indexOf(one.tone) - TONES.indexOf(other.tone);
}

/** The stretches of time with one status. */
function partsOf({ name, status, changes }, { left, width, x }) {
  const parts = [];
  let from = left;
  for (const { time, from: before } of changes) {
    const to = Math.min(Math.max(x(time), left), width);
    if (before && to > from) parts.push({ name, status: before.status, x: from, width: to - from });
    from = to;
  }
  const last = changes.at(-1);
  const current = last ? last.to?.status : status;
  if (current !== undefined && width > from) parts.push({ name, status: current, x: from, width: width - from });
  return parts;
}

function fit(context, text, width) {
  if (context.measureText(text).width <= width) return text;
  let short = text;
  while (short.length > 1 && context.measureText(`${short}…`).width > width) short = short.slice(0, -1);
  return `${short}…`;
}
