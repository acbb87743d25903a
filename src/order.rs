//! Sorting, once for every type: a sort that is generic is compiled anew for each list it sorts, and a map or set of the
//! standard library is ten times as much code as a list that is sorted and searched.

use std::cmp::Ordering;

/// Sorts; equal items keep their order.
pub fn sort<T>(items: &mut [T], mut compare: impl FnMut(&T, &T) -> Ordering) {
    let order = order(
        items.len(),
        &mut |one, other| match (items.get(one), items.get(other)) {
            (Some(one), Some(other)) => compare(one, other),
            _ => Ordering::Equal,
        },
    );
    for (at, from) in swaps(order) {
        items.swap(at, from);
    }
}

/// Sorts, and leaves out what is there twice.
pub fn sort_unique<T: Ord>(items: &mut Vec<T>) {
    sort(items, T::cmp);
    items.dedup();
}

/// The places `0..length` in the order of `compare`; equal ones keep their order.
pub fn order(length: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut from: Vec<usize> = (0..length).collect();
    let mut width = 1;
    while width < length {
        let mut to = Vec::with_capacity(length);
        for pair in from.chunks(2 * width) {
            let (mut left, mut right) = pair.split_at(width.min(pair.len()));
            while let (Some((&one, ones)), Some((&other, others))) =
                (left.split_first(), right.split_first())
            {
                if compare(one, other).is_gt() {
                    to.push(other);
                    right = others;
                } else {
                    to.push(one);
                    left = ones;
                }
            }
            to.extend_from_slice(left);
            to.extend_from_slice(right);
        }
        from = to;
        width *= 2;
    }
    from
}

/// The exchanges, one after the other, that bring items into an order.
fn swaps(mut order: Vec<usize>) -> Vec<(usize, usize)> {
    let mut swaps = Vec::new();
    for start in 0..order.len() {
        let mut at = start;
        while let Some(from) = order.get_mut(at).map(|from| std::mem::replace(from, at)) {
            if from == start || from == at {
                break;
            }
            swaps.push((at, from));
            at = from;
        }
    }
    swaps
}

#[cfg(test)]
mod tests {
    #[test]
    fn it_sorts_as_the_standard_library_does() {
        let mut state = 7_u32;
        for length in (0..40).chain([1000]) {
            let mut items: Vec<(u32, u32)> = (0..length)
                .map(|at| {
                    state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                    ((state >> 16) % (1 + length / 2), at)
                })
                .collect();
            let mut expected = items.clone();
            expected.sort_by_key(|(key, _)| *key);
            super::sort(&mut items, |one, other| one.0.cmp(&other.0));
            assert_eq!(items, expected, "{length}");
        }
    }
}
