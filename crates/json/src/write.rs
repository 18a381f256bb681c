//! From a value to text.

use serde::ser::{
    Impossible, Serialize, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer,
};

use crate::Malformed;

/// Writes a value as JSON.
///
/// # Errors
/// Where it holds what this writer does not know: a number that is not whole, a key that is no text, bytes,
/// or a variant with contents and no tag inside.
pub fn write<T: Serialize + ?Sized>(value: &T) -> Result<String, Malformed> {
    let mut writer = Writer { out: String::new() };
    value.serialize(&mut writer)?;
    Ok(writer.out)
}

struct Writer {
    out: String,
}

impl Writer {
    fn text(&mut self, text: &str) {
        self.out.push('"');
        for sign in text.chars() {
            match sign {
                '"' | '\\' => {
                    self.out.push('\\');
                    self.out.push(sign);
                }
                '\0'..='\x1f' => {
                    self.out.push_str("\\u00");
                    for digit in [u32::from(sign) >> 4, u32::from(sign) & 15] {
                        self.out.extend(char::from_digit(digit, 16));
                    }
                }
                sign => self.out.push(sign),
            }
        }
        self.out.push('"');
    }

    fn number(&mut self, mut value: u64) {
        let mut digits = [b'0'; 20];
        let mut first = digits.len() - 1;
        loop {
            digits[first] = b'0' + (value % 10) as u8;
            value /= 10;
            if value == 0 {
                break;
            }
            first -= 1;
        }
        self.out.extend(digits[first..].iter().copied().map(char::from));
    }
}

/// A list or an object on its way.
struct Compound<'w> {
    writer: &'w mut Writer,
    closing: char,
    is_first: bool,
}

impl<'w> Compound<'w> {
    fn open(writer: &'w mut Writer, opening: char, closing: char) -> Self {
        writer.out.push(opening);
        Self { writer, closing, is_first: true }
    }

    fn comma(&mut self) {
        if !self.is_first {
            self.writer.out.push(',');
        }
        self.is_first = false;
    }

    fn close(self) {
        self.writer.out.push(self.closing);
    }
}

impl<'w> Serializer for &'w mut Writer {
    type Ok = ();
    type Error = Malformed;
    type SerializeSeq = Compound<'w>;
    type SerializeTuple = Compound<'w>;
    type SerializeTupleStruct = Impossible<(), Malformed>;
    type SerializeTupleVariant = Impossible<(), Malformed>;
    type SerializeMap = Compound<'w>;
    type SerializeStruct = Compound<'w>;
    type SerializeStructVariant = Impossible<(), Malformed>;

    fn serialize_bool(self, value: bool) -> Result<(), Malformed> {
        self.out.push_str(if value { "true" } else { "false" });
        Ok(())
    }

    fn serialize_i64(self, value: i64) -> Result<(), Malformed> {
        if value < 0 {
            self.out.push('-');
        }
        self.number(value.unsigned_abs());
        Ok(())
    }

    fn serialize_u64(self, value: u64) -> Result<(), Malformed> {
        self.number(value);
        Ok(())
    }

    fn serialize_str(self, value: &str) -> Result<(), Malformed> {
        self.text(value);
        Ok(())
    }

    fn serialize_unit(self) -> Result<(), Malformed> {
        self.out.push_str("null");
        Ok(())
    }

    fn serialize_none(self) -> Result<(), Malformed> {
        self.serialize_unit()
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, name: &'static str) -> Result<(), Malformed> {
        self.serialize_str(name)
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::open(self, '[', ']'))
    }

    fn serialize_tuple(self, _: usize) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::open(self, '[', ']'))
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::open(self, '{', '}'))
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Compound<'w>, Malformed> {
        Ok(Compound::open(self, '{', '}'))
    }

    // One way for all whole numbers.
    fn serialize_i8(self, value: i8) -> Result<(), Malformed> {
        self.serialize_i64(value.into())
    }
    fn serialize_i16(self, value: i16) -> Result<(), Malformed> {
        self.serialize_i64(value.into())
    }
    fn serialize_i32(self, value: i32) -> Result<(), Malformed> {
        self.serialize_i64(value.into())
    }
    fn serialize_u8(self, value: u8) -> Result<(), Malformed> {
        self.serialize_u64(value.into())
    }
    fn serialize_u16(self, value: u16) -> Result<(), Malformed> {
        self.serialize_u64(value.into())
    }
    fn serialize_u32(self, value: u32) -> Result<(), Malformed> {
        self.serialize_u64(value.into())
    }
    fn serialize_char(self, value: char) -> Result<(), Malformed> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    // What the wire does not have.
    fn serialize_f32(self, _: f32) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_f64(self, _: f64) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_bytes(self, _: &[u8]) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Malformed> {
        Err(Malformed)
    }
    fn serialize_tuple_struct(
        self,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleStruct, Malformed> {
        Err(Malformed)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Malformed> {
        Err(Malformed)
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Malformed> {
        Err(Malformed)
    }
}

impl SerializeSeq for Compound<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.comma();
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Malformed> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Compound<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        SerializeSeq::serialize_element(self, value)
    }

    fn end(self) -> Result<(), Malformed> {
        SerializeSeq::end(self)
    }
}

impl SerializeMap for Compound<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Malformed> {
        self.comma();
        let start = self.writer.out.len();
        key.serialize(&mut *self.writer)?;
        if self.writer.out[start..].starts_with('"') { Ok(()) } else { Err(Malformed) }
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Malformed> {
        self.writer.out.push(':');
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Malformed> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Compound<'_> {
    type Ok = ();
    type Error = Malformed;

    fn serialize_field<T: Serialize + ?Sized>(
        &mut self,
        key: &'static str,
        value: &T,
    ) -> Result<(), Malformed> {
        self.comma();
        self.writer.text(key);
        SerializeMap::serialize_value(self, value)
    }

    fn end(self) -> Result<(), Malformed> {
        self.close();
        Ok(())
    }
}
