import type { Alias, Document, Node } from "yaml";

type Yaml = Pick<typeof import("yaml"), "isAlias" | "isMap" | "isScalar" | "isSeq" | "visit">;

/** The node of each alias; `undefined` if no anchor before it has the name. */
export type Targets = ReadonlyMap<Alias, Node | undefined>;

/** Resolves all aliases in one pass: `Alias.resolve` would visit the document for each of them. */
export function resolveAliases(document: Document, { isAlias, visit }: Pick<Yaml, "isAlias" | "visit">): Targets {
  const targets = new Map<Alias, Node | undefined>();
  const anchors = new Map<string, Node>();
  visit(document, {
    Node(_, node) {
      if (isAlias(node)) targets.set(node, anchors.get(node.source));
      else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

/**
 * Reverses the merge keys (`<<`) of each mapping: in PyYAML, and so in openstacksdk, the later of two takes precedence
 * (`yaml/constructor.py`, `flatten_mapping`). Returns the first key that merges something other than mappings.
 */
export function prepareMergeKeys(
  document: Document,
  targets: Targets,
  { isMap, isScalar, isSeq, isAlias, visit }: Yaml,
) {
  const target = (node: unknown) => (isAlias(node) ? targets.get(node) : node);
  const isMergeable = (value: unknown) => {
    const source = target(value);
    return isMap(source) || (isSeq(source) && source.items.every((item) => isMap(target(item))));
  };
  // The parser marks an unquoted `<<` with a symbol; a quoted `"<<"` is an ordinary key.
  const isMergeKey = (key: unknown): key is Node => isScalar(key) && typeof key.value === "symbol";
  let wrong: Node | undefined;
  visit(document, {
    Map(_, map) {
      const merges = map.items.filter(({ key }) => isMergeKey(key));
      wrong = merges.find(({ value }) => !isMergeable(value))?.key as Node | undefined;
      map.items = map.items.map((pair) => (isMergeKey(pair.key) ? (merges.pop() ?? pair) : pair));
      return wrong && visit.BREAK;
    },
  });
  return wrong;
}

/** Counts the nodes of the document after each alias is replaced by its node. */
export function expandedSize(document: Document, targets: Targets, { isAlias, isMap, isSeq }: Yaml): number {
  const sizes = new Map<unknown, number>();
  const sizeOf = (node: unknown): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (isAlias(node)) size = sizeOf(targets.get(node));
    else if (isMap(node)) for (const { value } of node.items) size += sizeOf(value);
    else if (isSeq(node)) for (const item of node.items) size += sizeOf(item);
    sizes.set(node, size);
    return size;
  };
  return sizeOf(document.contents);
}
