import { byId, element, setText, Table, toneOf } from "./dom.js";

const short = (id) => id.slice(0, 8);
const muted = (text, tag = "div") => element(tag, { class: "muted" }, text);
const badge = (status) => element("span", { class: "badge", "data-tone": toneOf(status) }, status);
const code = (text) => element("code", {}, text);

/** The first items; the others are behind a button. */
const SHOWN = 3;

function list({ total, items }, render) {
  if (total === 0) return element("span", { class: "none" }, "none");
  const parts = items.map((item) => element("li", {}, ...[render(item)].flat()));
  if (total > items.length) parts.push(element("li", { class: "muted" }, `and ${total - items.length} more`));
  const first = element("ul", {}, ...parts.slice(0, SHOWN));
  if (total <= SHOWN) return first;
  const summary = element("summary", {}, `${total - SHOWN} more`);
  return [first, element("details", {}, summary, element("ul", {}, ...parts.slice(SHOWN)))];
}

function user({ name, host, databases }) {
  const full = host === undefined ? name : `${name}@${host}`;
  return [code(full), databases.length > 0 ? muted(` → ${databases.join(", ")}`, "span") : muted(" no grants", "span")];
}

const INSTANCE_COLUMNS = [
  {
    name: "name",
    label: "Instance",
    of: ({ id, name, replicaOf, configuration }) => ({ id, name, replicaOf, configuration }),
    render: ({ id, name, replicaOf, configuration }) => [
      element("div", { class: "name" }, name),
      element("div", { class: "muted" }, element("code", { title: id }, short(id))),
      replicaOf === undefined ? undefined : muted(`replica of ${replicaOf}`),
      configuration === undefined ? undefined : muted(`group ${configuration}`),
    ],
  },
  { name: "project", label: "Project", of: ({ project }) => project, render: (project) => project },
  {
    name: "status",
    label: "Status",
    of: ({ status, operatingStatus, fault }) => ({ status, operatingStatus, fault }),
    render: ({ status, operatingStatus, fault }) => [
      badge(status),
      // A line of its own, also while it is empty: the row keeps its height.
      operatingStatus === "" && fault !== undefined ? undefined : muted(operatingStatus || "\u00a0"),
      fault === undefined ? undefined : element("div", { class: "fault", title: fault }, fault),
    ],
  },
  {
    name: "datastore",
    label: "Datastore",
    of: ({ datastore, flavor, volume }) => ({ datastore, flavor, volume }),
    render: ({ datastore, flavor, volume }) => [
      element("div", {}, datastore),
      muted(volume === 0 ? flavor : `${flavor}, ${volume} GB`),
    ],
  },
  {
    name: "server",
    label: "Address and server",
    of: ({ addresses, server }) => ({ addresses, server }),
    render: ({ addresses, server }) => [
      ...(server === undefined
        ? [element("div", { class: "none" }, "none (memory)")]
        : [element("div", {}, code(`${server.address}:${server.port}`)), muted(server.program)]),
      ...addresses
        .filter(({ address }) => address !== server?.address)
        .map(({ address, type }) => muted(type === "public" ? `${address} (public)` : address)),
    ],
  },
  { name: "databases", label: "Databases", of: ({ databases }) => databases, render: (all) => list(all, code) },
  {
    name: "users",
    label: "Users",
    of: ({ users, rootEnabled }) => ({ users, rootEnabled }),
    render: ({ users, rootEnabled }) => [
      ...[list(users, user)].flat(),
      rootEnabled ? muted("root is enabled") : undefined,
    ],
  },
];

const BACKUP_COLUMNS = [
  {
    name: "name",
    label: "Backup",
    of: ({ id, name, isIncremental }) => ({ id, name, isIncremental }),
    render: ({ id, name, isIncremental }) => [
      element("div", { class: "name" }, name),
      element(
        "div",
        { class: "muted" },
        element("code", { title: id }, short(id)),
        isIncremental ? " incremental" : "",
      ),
    ],
  },
  { name: "project", label: "Project", of: ({ project }) => project, render: (project) => project },
  { name: "status", label: "Status", of: ({ status }) => status, render: badge },
  {
    name: "of",
    label: "Instance",
    of: ({ instance, datastore, size }) => ({ instance, datastore, size }),
    render: ({ instance, datastore, size }) => [
      element("div", {}, instance ?? "of another region"),
      muted(size === undefined ? datastore : `${datastore}, ${size} GB`),
    ],
  },
];

const CONFIGURATION_COLUMNS = [
  {
    name: "name",
    label: "Group",
    of: ({ id, name }) => ({ id, name }),
    render: ({ id, name }) => [
      element("div", { class: "name" }, name),
      element("div", { class: "muted" }, element("code", { title: id }, short(id))),
    ],
  },
  { name: "project", label: "Project", of: ({ project }) => project, render: (project) => project },
  { name: "datastore", label: "Datastore", of: ({ datastore }) => datastore, render: (datastore) => datastore },
  {
    name: "parameters",
    label: "Parameters",
    of: ({ parameters }) => parameters,
    render: (names) => list({ total: names.length, items: names }, code),
  },
  {
    name: "attached",
    label: "Attached to",
    of: ({ instances }) => instances,
    render: (names) => list({ total: names.length, items: names }, (name) => name),
  },
];

/** A number, with a bar if there is a limit. The bar is decoration: the text says the same. */
function gauge({ text, share, tone }) {
  if (share === undefined) return element("span", { class: "number" }, text);
  const filled = element("span");
  filled.style.width = `${Math.round(share * 1000) / 10}%`;
  const bar = element("span", { class: "bar", "data-tone": tone, "aria-hidden": "true" }, filled);
  return [element("span", { class: "number" }, text), bar];
}

function quota(resource) {
  return ({ quotas }) => {
    const { used, limit } = quotas.find((one) => one.resource === resource);
    if (limit < 0) return { text: `${used}` };
    return { text: `${used} / ${limit}`, share: limit === 0 ? 1 : used / limit, tone: used >= limit ? "bad" : "busy" };
  };
}

function rate(method) {
  return ({ rates }) => {
    const { free, limit } = rates.find((one) => one.method === method);
    const share = free / limit;
    return { text: `${Math.floor(free)} / ${limit}`, share, tone: share < 0.1 ? "bad" : share < 0.4 ? "warn" : "good" };
  };
}

const LIMIT_COLUMNS = [
  {
    name: "name",
    label: "Project",
    of: ({ name }) => name,
    render: (name) => element("span", { class: "name" }, name),
  },
  { name: "gauge", label: "Instances", of: quota("instances"), render: gauge },
  { name: "gauge", label: "Volumes, GB", of: quota("volumes"), render: gauge },
  { name: "gauge", label: "Backups", of: quota("backups"), render: gauge },
  { name: "gauge", label: "RAM, MiB", of: quota("ram"), render: gauge },
  ...["GET", "POST", "PUT", "DELETE"].map((method) => ({
    name: "gauge",
    label: `${method} left`,
    of: rate(method),
    render: gauge,
  })),
];

const tables = {
  instances: new Table(byId("instances"), INSTANCE_COLUMNS, "No instances. Create one, and watch it build."),
  limits: new Table(byId("limits"), LIMIT_COLUMNS, ""),
  backups: new Table(byId("backups"), BACKUP_COLUMNS, "No backups."),
  configurations: new Table(byId("configurations"), CONFIGURATION_COLUMNS, "No configuration groups."),
};

export function updateSections({ instances, backups, configurations, projects, notes }) {
  tables.instances.update(instances);
  tables.backups.update(backups);
  tables.configurations.update(configurations);
  tables.limits.update(projects.map((project) => ({ id: project.name, ...project })));
  setText(byId("instances-count"), `${instances.length}`);
  setText(byId("backups-count"), `${backups.length}`);
  setText(byId("configurations-count"), `${configurations.length}`);
  updateNotes(notes);
}

let shownNotes = "[]";

function updateNotes(notes) {
  const text = JSON.stringify(notes);
  if (text === shownNotes) return;
  shownNotes = text;
  byId("notes-list").replaceChildren(...notes.map((note) => element("li", {}, note)));
  byId("notes").hidden = notes.length === 0;
}

const facts = byId("facts");
const values = new Map(
  ["Release", "Up", "Trove", "Keystone", "Log in"].map((label) => {
    const value = element("dd");
    facts.append(element("div", {}, element("dt", {}, label), value));
    return [label, value];
  }),
);

export function updateFacts({ release, urls, started, now }) {
  setText(values.get("Release"), `Trove ${release}`);
  setText(values.get("Up"), duration(Math.max(0, Math.floor((now - started) / 1000))));
  setText(values.get("Trove"), urls.trove);
  setText(values.get("Keystone"), urls.keystone);
  setText(values.get("Log in"), "as the cloud demo of clouds.yaml, which the simulator wrote when it started");
}

function duration(seconds) {
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${seconds % 60} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
