//! `cargo xtask bench`: measures beside something simple in the same run, since a figure alone says little.

mod api;
mod forms;
mod page;

pub(crate) use self::{api::api, forms::forms, page::page};

/// Reads one figure off a measurement.
type Figure<T> = fn(&T) -> f64;

/// The value that so many hundredths of the values do not exceed.
fn percentile(values: &[f64], hundredths: usize) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let index = (sorted.len() * hundredths).div_ceil(100).saturating_sub(1);
    sorted.get(index).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::percentile;

    #[test]
    fn percentiles_are_values_that_were_measured() {
        let values = [5.0, 1.0, 4.0, 2.0, 3.0];
        assert_eq!(percentile(&values, 50).to_bits(), 3.0_f64.to_bits());
        assert_eq!(percentile(&values, 95).to_bits(), 5.0_f64.to_bits());
        assert_eq!(percentile(&[], 50).to_bits(), 0.0_f64.to_bits());
    }
}
