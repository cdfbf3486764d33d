-- something to find again
CREATE TABLE note (text text NOT NULL);
