//! The countries of ISO 3166-1 by code; their names are texts.

/// All codes, two letters each, in order.
const CODES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCOCRCU\
CVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJEJMJOJPKEKG\
KHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPN\
PRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZVAVCVEVGVIVNVUWFWSYEYT\
ZAZMZW";

/// Every code, in order of the alphabet; Kosovo is not in ISO 3166-1 and has `XK` by common use.
pub fn countries() -> impl Iterator<Item = &'static str> {
    (0..CODES.len() / 2).map(|index| &CODES[2 * index..2 * index + 2]).chain(["XK"])
}

/// Whether there is a country with that code.
#[must_use]
pub fn is_country(code: &str) -> bool {
    countries().any(|country| country == code)
}

#[cfg(test)]
mod tests {
    use super::{countries, is_country};

    #[test]
    fn the_codes_are_in_order() {
        let all: Vec<&str> = countries().collect();
        assert_eq!(all.len(), 250);
        assert!(all.windows(2).all(|pair| pair[0] < pair[1] || pair[1] == "XK"));
        assert!(is_country("NO") && is_country("XK") && !is_country("no") && !is_country("ONA"));
    }
}
