//! Text with separators, as offices write it: any of the encodings that browsers know, semicolons or commas, quotation
//! marks that open and never close.

mod read;
mod write;

pub use read::read;
pub use write::Writer;
