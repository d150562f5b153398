"""Pages of what a guest lists, as Trove's guest agents make them."""


def page(items, limit, marker, include_marker):
    """Some of a dictionary's values in the order of its keys, and the key of the last where more follow."""
    keys = [key for key in sorted(items)
            if marker is None or key > marker or (include_marker and key == marker)]
    shown = keys[:limit] if limit else keys
    return [items[key] for key in shown], shown[-1] if len(shown) < len(keys) else None
