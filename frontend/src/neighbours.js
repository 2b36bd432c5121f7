// Which of some elements is next to one, looking up, down, left or right.
export function nearest(from, elements, direction) {
  const here = from.getBoundingClientRect();
  const own = from.closest(".map-place");
  const row = own.getBoundingClientRect();
  const sideways = direction === "left" || direction === "right";
  // Sideways one goes to another section of what one sees as the same row.
  const beside = (place) => {
    const box = place.getBoundingClientRect();
    return place !== own && box.top < row.bottom && box.bottom > row.top;
  };
  let best = null;
  let least = Infinity;
  for (const other of elements) {
    if (other === from || (sideways && !beside(other.closest(".map-place")))) continue;
    const there = other.getBoundingClientRect();
    const along = { up: here.top - there.top, down: there.top - here.top, left: here.left - there.left, right: there.left - here.left }[direction];
    if (along < 4) continue;
    const aside = sideways ? Math.abs(middle(there, "top", "height") - middle(here, "top", "height")) : apart(here, there);
    // Who is straight ahead is nearer than who is close but off the way.
    const distance = along + 3 * aside;
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

const middle = (box, edge, size) => box[edge] + box[size] / 2;
// How far one would have to move sideways for the two to be above each other.
const apart = (a, b) => Math.max(0, b.left - a.right, a.left - b.right);
