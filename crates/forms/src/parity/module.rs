//! [`super::parity`] as a WebAssembly module without any glue: whoever calls it writes the question into
//! [`room`] and reads the answer where [`answer`] says. `tests/parity.mjs` does.
#![expect(unsafe_code, reason = "functions are found by their names, which must be promised to be their own")]

use std::cell::RefCell;

thread_local! {
    static TEXT: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Makes room for a question of so many bytes, and tells where it is.
#[unsafe(no_mangle)]
pub extern "C" fn room(length: usize) -> *mut u8 {
    TEXT.with_borrow_mut(|text| {
        *text = vec![0; length];
        text.as_mut_ptr()
    })
}

/// Answers the question that was written there: where the answer is, and in the upper half how long.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> u64 {
    TEXT.with_borrow_mut(|text| {
        *text = super::parity(&String::from_utf8_lossy(text)).into_bytes();
        (text.len() as u64) << 32 | text.as_ptr() as u64
    })
}
