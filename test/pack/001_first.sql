-- "quotes", a question??! and ü
CREATE TABLE first (x TEXT) STRICT;
