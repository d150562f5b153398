import type { Alias, Document, Node } from "yaml";

type Yaml = Pick<typeof import("yaml"), "isAlias" | "isMap" | "isScalar" | "isSeq" | "visit">;

/** What each alias stands for; `undefined` where nothing before it has the anchor. */
export type Targets = ReadonlyMap<Alias, Node | undefined>;

/** In one pass: `Alias.resolve` goes through the document for each alias. */
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
 * Puts the merge keys (`<<`) of each mapping in the order in which PyYAML, and so openstacksdk, applies them: of two
 * `<<`, the later one counts first (`yaml/constructor.py`, `flatten_mapping`). Returns the first that merges something
 * that is not a mapping.
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
  // The parser gives an unquoted `<<` a symbol; `"<<"` in quotes is a key like any other.
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

/** How many nodes the document has once each alias is replaced by what it stands for. */
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
