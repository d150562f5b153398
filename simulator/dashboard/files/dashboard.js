import { byId, clockTime, element, setText, toneOf, toneOfResponse } from "./dom.js";
import { updateFacts, updateSections } from "./sections.js";
import { Timeline } from "./timeline.js";

const POLL_MS = 500;
const SHOWN_EVENTS = 100;

const timeline = new Timeline(byId("chart"), byId("readout"));
const connection = byId("connection");
const log = byId("log");
let started;
let sequence = 0;

async function poll() {
  try {
    if (!document.hidden) show(await read());
  } catch {
    setConnection("lost", "not connected");
    timeline.pause();
  }
  setTimeout(poll, POLL_MS);
}

async function read() {
  const response = await fetch(`/_simulator/dashboard/state?after=${sequence}`, {
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
}

function show(state) {
  if (started !== undefined && started !== state.started) forget();
  else {
    sequence = state.sequence;
    updateSections(state);
    updateFacts(state);
    timeline.update(state);
    addToLog(state.events);
    setConnection("live", "live");
  }
  started = state.started;
}

/** Another simulator answers on this port: its events count from 1. */
function forget() {
  sequence = 0;
  timeline.clear();
  log.replaceChildren();
}

function setConnection(state, text) {
  if (connection.dataset.state !== state) connection.dataset.state = state;
  setText(connection, text);
}

/** Newest first. */
function addToLog(events) {
  if (events.length === 0) return;
  log.prepend(...events.slice(-SHOWN_EVENTS).reverse().map(rowOf));
  while (log.childElementCount > SHOWN_EVENTS) log.lastElementChild?.remove();
}

function rowOf(event) {
  const { what, status, tone } = event.kind === "request" ? requestText(event) : statusText(event);
  return element(
    "tr",
    { "data-kind": event.kind },
    element("td", { class: "time" }, clockTime(event.time)),
    element("td", { class: "what", title: what }, what),
    element("td", { class: "result", "data-tone": tone }, status),
  );
}

function requestText({ method, path, status }) {
  return { what: `${method} ${path}`, status: `${status || "cut"}`, tone: toneOfResponse(status) };
}

function statusText({ name, to }) {
  if (!to) return { what: name, status: "deleted", tone: "off" };
  const status = to.status === "ACTIVE" && to.operatingStatus !== "" ? to.operatingStatus : to.status;
  return { what: name, status, tone: toneOf(status) };
}

void poll();
