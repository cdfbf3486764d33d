-- Where most runs are in the foreground, a list of those in the background must not read through all of them. There is none the other way round: it would be paid for by every call.
CREATE INDEX run_in_background ON run (id) WHERE mode = 'background';
