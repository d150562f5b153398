import type { Document, Node } from "yaml";

type Yaml = Pick<typeof import("yaml"), "isAlias" | "isMap" | "isScalar" | "isSeq" | "visit">;

/**
 * Puts the merge keys (`<<`) of each mapping in the order in which PyYAML, and so openstacksdk, applies them: of two
 * `<<`, the later one counts first (`yaml/constructor.py`, `flatten_mapping`). Returns the first that merges something
 * that is not a mapping.
 */
export function prepareMergeKeys(document: Document, { isMap, isScalar, isSeq, isAlias, visit }: Yaml) {
  const target = (node: unknown) => (isAlias(node) ? node.resolve(document) : node);
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
export function expandedSize(document: Document, { isAlias, isMap, isSeq }: Yaml): number {
  const sizes = new Map<unknown, number>();
  const sizeOf = (node: unknown): number => {
    const known = sizes.get(node);
    if (known !== undefined) return known;
    let size = 1;
    if (isAlias(node)) size = sizeOf(node.resolve(document));
    else if (isMap(node)) for (const { value } of node.items) size += sizeOf(value);
    else if (isSeq(node)) for (const item of node.items) size += sizeOf(item);
    sizes.set(node, size);
    return size;
  };
  return sizeOf(document.contents);
}
