;; Undoes what xtask/src/squeeze does to the page's module. In JavaScript the same takes three times as long, for a
;; script is at its slowest when a page starts. It imports nothing: all it can do is to fill its own memory.
(module
  (memory (export "memory") 1)

  ;; At 0: where the next number of each of 1024 streams is, four bytes each. A stream goes by that place. Streams that
  ;; are empty leave room for what pointers lead us to expect.
  ;; At 4096: how many numbers an instruction is given, by instruction. From 3 on, it takes more than a table to say.
  (global $given i32 (i32.const 4096))
  ;; What a character stands for.
  (global $digits i32 (i32.const 4352))
  ;; From the first instruction to the last before the next one starts: how many numbers they are given.
  (data (i32.const 4480)
    "\02\05\01" "\0c\0e\01" "\0e\0f\03" "\10\11\01" "\11\12\02" "\1c\1d\03" "\20\27\01" "\28\3f\02" "\3f\43\01"
    "\43\45\03" "\d0\d1\01" "\d2\d3\01" "\fc\fd\03")
  ;; Which instruction a byte says, by byte.
  (global $said i32 (i32.const 4608))
  ;; Where the number is that a byte says with the instruction, four bytes each. For c5, c6 and c7 it is the local that
  ;; was teed first in the function that is being put together, for c8 the one that was set last.
  (global $with i32 (i32.const 5120))
  ;; Where the word of a byte is, and before it how long it is, four bytes each.
  (global $words i32 (i32.const 6144))

  ;; Where to read the next number, and where to write.
  (global $at (mut i32) (i32.const 0))
  (global $end (mut i32) (i32.const 0))

  ;; Text → the bits of its characters, six of each of the first six and seven of all others, in the same place.
  ;; Returns the end.
  (func (export "read") (param $at i32) (param $stop i32) (result i32)
    (local $end i32) (local $bits i32) (local $count i32) (local $digit i32) (local $code i32)
    (loop $characters
      (i32.store8 (i32.add (global.get $digits) (local.get $code)) (local.get $digit))
      ;; All but 0, \n, \r, ", < and \ are in use.
      (local.set $digit (i32.add (local.get $digit)
        (i32.and
          (i32.and
            (i32.and (i32.ne (local.get $code) (i32.const 0)) (i32.ne (local.get $code) (i32.const 10)))
            (i32.and (i32.ne (local.get $code) (i32.const 13)) (i32.ne (local.get $code) (i32.const 34))))
          (i32.and (i32.ne (local.get $code) (i32.const 60)) (i32.ne (local.get $code) (i32.const 92))))))
      (local.set $code (i32.add (local.get $code) (i32.const 1)))
      (br_if $characters (i32.lt_u (local.get $code) (i32.const 128))))
    (local.set $end (local.get $at))
    (loop $text
      (local.set $digit (i32.load8_u (i32.add (global.get $digits) (i32.load8_u (local.get $at)))))
      (if (i32.lt_u (local.get $digit) (i32.const 6))
        (then
          (local.set $bits (i32.or (i32.shl (local.get $bits) (i32.const 6)) (local.get $digit)))
          (local.set $count (i32.add (local.get $count) (i32.const 6))))
        (else
          (local.set $bits
            (i32.or (i32.shl (local.get $bits) (i32.const 7)) (i32.add (local.get $digit) (i32.const 6))))
          (local.set $count (i32.add (local.get $count) (i32.const 7)))))
      (if (i32.gt_u (local.get $count) (i32.const 7))
        (then
          (local.set $count (i32.sub (local.get $count) (i32.const 8)))
          (i32.store8 (local.get $end) (i32.shr_u (local.get $bits) (local.get $count)))
          (local.set $end (i32.add (local.get $end) (i32.const 1)))))
      (local.set $at (i32.add (local.get $at) (i32.const 1)))
      (br_if $text (i32.lt_u (local.get $at) (local.get $stop))))
    (local.get $end))

  ;; The next number.
  (func $number (result i32)
    (local $value i32) (local $shift i32) (local $byte i32)
    (loop $bytes
      (local.set $byte (i32.load8_u (global.get $at)))
      (global.set $at (i32.add (global.get $at) (i32.const 1)))
      (local.set $value
        (i32.or (local.get $value) (i32.shl (i32.and (local.get $byte) (i32.const 127)) (local.get $shift))))
      (local.set $shift (i32.add (local.get $shift) (i32.const 7)))
      (br_if $bytes (i32.gt_u (local.get $byte) (i32.const 127))))
    (local.get $value))

  ;; Writes a number.
  (func $put (param $value i32)
    (loop $bytes
      (i32.store8 (global.get $end)
        (i32.or (local.get $value) (i32.shl (i32.gt_u (local.get $value) (i32.const 127)) (i32.const 7))))
      (global.set $end (i32.add (global.get $end) (i32.const 1)))
      (br_if $bytes (local.tee $value (i32.shr_u (local.get $value) (i32.const 7))))))

  ;; How much more or less a number stands for.
  (func $apart (param $number i32) (result i32)
    (i32.xor
      (i32.shr_u (local.get $number) (i32.const 1))
      (i32.sub (i32.const 0) (i32.and (local.get $number) (i32.const 1)))))

  (func $append (param $from i32) (param $length i32)
    (memory.copy (global.get $end) (local.get $from) (local.get $length))
    (global.set $end (i32.add (global.get $end) (local.get $length))))

  ;; What is left where far repetitions were taken out → all of it, behind that. Returns its end.
  (func (export "restore") (param $at i32) (param $stop i32) (result i32)
    (local $places i32) (local $more i32) (local $counts i32) (local $lengths i32) (local $far i32) (local $left i32)
    (local $length i32)
    (global.set $at (local.get $at))
    (global.set $end (local.get $stop))
    (drop (memory.grow (i32.shr_u (i32.add (call $number) (i32.const 65535)) (i32.const 16))))
    (local.set $places (call $number))
    (local.set $lengths (call $number))
    (local.set $far (call $number))
    (local.set $counts (global.get $at))
    (local.set $lengths (i32.add (local.get $counts) (local.get $lengths)))
    (local.set $far (i32.add (local.get $lengths) (local.get $far)))
    (local.set $left (i32.add (local.get $far) (i32.mul (local.get $places) (i32.const 3))))
    (local.set $more (local.get $places))
    (block $none
      (loop $again
        (br_if $none (i32.eqz (local.get $more)))
        (global.set $at (local.get $counts))
        (local.set $length (call $number))
        (local.set $counts (global.get $at))
        (call $append (local.get $left) (local.get $length))
        (local.set $left (i32.add (local.get $left) (local.get $length)))
        (global.set $at (local.get $lengths))
        (local.set $length (i32.add (call $number) (i32.const 20)))
        (local.set $lengths (global.get $at))
        (call $append
          (i32.sub (global.get $end)
            (i32.or
              (i32.or
                (i32.shl (i32.load8_u (local.get $far)) (i32.const 16))
                (i32.shl (i32.load8_u (i32.add (local.get $far) (local.get $places))) (i32.const 8)))
              (i32.load8_u (i32.add (local.get $far) (i32.shl (local.get $places) (i32.const 1))))))
          (local.get $length))
        (local.set $far (i32.add (local.get $far) (i32.const 1)))
        (local.set $more (i32.sub (local.get $more) (i32.const 1)))
        (br $again)))
    (call $append (local.get $left) (i32.sub (local.get $stop) (local.get $left)))
    (global.get $end))

  ;; The next number of a stream.
  (func $next (param $stream i32) (result i32)
    (global.set $at (i32.load (local.get $stream)))
    (call $number)
    (i32.store (local.get $stream) (global.get $at)))

  ;; Takes the next number of a stream over, and returns it.
  (func $copy (param $stream i32) (result i32)
    (local $from i32) (local $value i32)
    (local.set $from (i32.load (local.get $stream)))
    (local.set $value (call $next (local.get $stream)))
    (call $append (local.get $from) (i32.sub (global.get $at) (local.get $from)))
    (local.get $value))

  ;; Appends so many bytes, and words in the place of those that stand for one.
  (func $spell (param $at i32) (param $length i32)
    (local $word i32) (local $stop i32) (local $end i32) (local $byte i32)
    (local.set $stop (i32.add (local.get $at) (local.get $length)))
    (local.set $end (global.get $end))
    (block $none
      (loop $bytes
        (br_if $none (i32.ge_u (local.get $at) (local.get $stop)))
        (local.set $byte (i32.load8_u (local.get $at)))
        (local.set $at (i32.add (local.get $at) (i32.const 1)))
        (local.set $word (i32.load (i32.add (global.get $words) (i32.shl (local.get $byte) (i32.const 2)))))
        (if (local.get $word)
          (then
            (local.set $length (i32.load8_u (local.get $word)))
            (if (local.get $length)
              (then
                (loop $letters
                  (local.set $word (i32.add (local.get $word) (i32.const 1)))
                  (i32.store8 (local.get $end) (i32.load8_u (local.get $word)))
                  (local.set $end (i32.add (local.get $end) (i32.const 1)))
                  (br_if $letters (local.tee $length (i32.sub (local.get $length) (i32.const 1)))))
                (br $bytes)))
            ;; The byte behind is meant as it stands.
            (local.set $byte (i32.load8_u (local.get $at)))
            (local.set $at (i32.add (local.get $at) (i32.const 1)))))
        (i32.store8 (local.get $end) (local.get $byte))
        (local.set $end (i32.add (local.get $end) (i32.const 1)))
        (br $bytes)))
    (global.set $end (local.get $end)))

  ;; What an instruction is given for which the table says 3.
  (func $seldom (param $code i32)
    (local $first i32)
    (if (i32.lt_u (i32.sub (local.get $code) (i32.const 0x43)) (i32.const 2))
      (then
        ;; A float.
        (local.set $first (i32.load (i32.const 20)))
        (local.set $code (i32.shl (i32.sub (local.get $code) (i32.const 0x42)) (i32.const 2)))
        (i32.store (i32.const 20) (i32.add (local.get $first) (local.get $code)))
        (call $append (local.get $first) (local.get $code))
        (return)))
    (local.set $first (call $copy (i32.shl (i32.add (local.get $code) (i32.const 0x100)) (i32.const 2))))
    (if (i32.eq (local.get $code) (i32.const 0x0e))
      (then (local.set $first (i32.add (local.get $first) (i32.const 1)))))
    (if (i32.eq (local.get $code) (i32.const 0xfc))
      (then
        ;; 0 to 7 are conversions, 8 to 14 are about memory and tables: every other of these is given two.
        (local.set $first
          (if (result i32) (i32.lt_u (local.get $first) (i32.const 8))
            (then (i32.const 0))
            (else (select (i32.const 2) (i32.const 1)
              (i32.and (i32.lt_u (local.get $first) (i32.const 15))
                (i32.eqz (i32.and (local.get $first) (i32.const 1))))))))))
    (block $none
      (loop $others
        (br_if $none (i32.eqz (local.get $first)))
        (drop (call $copy (i32.const 20)))
        (local.set $first (i32.sub (local.get $first) (i32.const 1)))
        (br $others))))

  (func $body
    (local $codes i32) (local $byte i32) (local $after i32) (local $code i32) (local $next i32) (local $end i32)
    (local $depth i32) (local $count i32) (local $stream i32) (local $start i32) (local $with i32) (local $from i32)
    (local $digit i32) (local $frame i32) (local $stored i32) (local $loaded i32)
    (local.set $codes (i32.load (i32.const 4)))
    (local.set $after (i32.load8_u (local.get $codes)))
    (local.set $next (i32.load8_u (i32.add (global.get $said) (local.get $after))))
    (local.set $end (global.get $end))
    (local.set $depth (i32.const 1))
    ;; No local is known yet: 5120 + 4 * 0xc5.
    (memory.fill (i32.const 5908) (i32.const 0) (i32.const 16))
    (loop $instructions
      (local.set $byte (local.get $after))
      (local.set $code (local.get $next))
      (local.set $codes (i32.add (local.get $codes) (i32.const 1)))
      (local.set $after (i32.load8_u (local.get $codes)))
      (local.set $next (i32.load8_u (i32.add (global.get $said) (local.get $after))))
      (i32.store8 (local.get $end) (local.get $code))
      (local.set $end (i32.add (local.get $end) (i32.const 1)))
      (local.set $count (i32.load8_u (i32.add (global.get $given) (local.get $code))))
      (if (local.get $count)
        (then
          (if (i32.eq (local.get $count) (i32.const 3))
            (then
              (global.set $end (local.get $end))
              (call $seldom (local.get $code))
              (local.set $end (global.get $end)))
            (else
              ;; Blocks, loops and conditions end.
              (local.set $depth (i32.add (local.get $depth) (i32.lt_u (local.get $code) (i32.const 5))))
              ;; What a `local.get` or `i32.const` is given depends on what comes next, and an `i32.const` that is added
              ;; to the frame has a stream of its own.
              (local.set $stream
                (i32.shl
                  (if (result i32) (i32.eq (local.get $code) (i32.const 0x20))
                    (then (i32.add (local.get $next) (i32.const 0x200)))
                    (else
                      (if (result i32) (i32.eq (local.get $code) (i32.const 0x41))
                        (then
                          (select (i32.const 9) (i32.add (local.get $next) (i32.const 0x300))
                            (i32.and (local.get $frame) (i32.eq (local.get $next) (i32.const 0x6a)))))
                        (else (i32.add (local.get $code) (i32.const 0x100))))))
                  (i32.const 2)))
              (loop $numbers
                (local.set $start (local.get $end))
                (local.set $with
                  (i32.load (i32.add (global.get $with) (i32.shl (local.get $byte) (i32.const 2)))))
                (local.set $from
                  (select (local.get $with) (i32.load (local.get $stream)) (local.get $with)))
                (loop $bytes
                  (local.set $digit (i32.load8_u (local.get $from)))
                  (local.set $from (i32.add (local.get $from) (i32.const 1)))
                  (i32.store8 (local.get $end) (local.get $digit))
                  (local.set $end (i32.add (local.get $end) (i32.const 1)))
                  (br_if $bytes (i32.gt_u (local.get $digit) (i32.const 127))))
                ;; 4600 is nothing's place.
                (i32.store (select (i32.const 4600) (local.get $stream) (local.get $with)) (local.get $from))
                (if (local.tee $count (i32.sub (local.get $count) (i32.const 1)))
                  (then
                    (if (i32.lt_u (local.get $code) (i32.const 0x28))
                      (then
                        (local.set $stream (i32.const 20))
                        (br $numbers)))
                    ;; Loads from the frame and stores, by how far they are from the last one.
                    (global.set $end (local.get $end))
                    (if (i32.ge_u (local.get $code) (i32.const 0x36))
                      (then
                        (local.set $stored
                          (i32.add (local.get $stored) (call $apart (call $next (i32.shl (local.get $code) (i32.const 2))))))
                        (call $put (local.get $stored)))
                      (else
                        (if (local.get $frame)
                          (then
                            (local.set $loaded
                              (i32.add (local.get $loaded) (call $apart (call $next (i32.const 32)))))
                            (call $put (local.get $loaded)))
                          (else (drop (call $copy (i32.shl (local.get $code) (i32.const 2))))))))
                    (local.set $end (global.get $end)))))
              (if (i32.lt_u (i32.sub (local.get $code) (i32.const 0x21)) (i32.const 2))
                (then
                  (i32.store (i32.const 5920) (local.get $start))
                  (if (i32.and (i32.eq (local.get $code) (i32.const 0x22)) (i32.eqz (i32.load (i32.const 5908))))
                    (then
                      (i32.store (i32.const 5908) (local.get $start))
                      (i32.store (i32.const 5912) (local.get $start))
                      (i32.store (i32.const 5916) (local.get $start))))))))))
      (local.set $frame
        (i32.or (i32.eq (local.get $byte) (i32.const 0xc5)) (i32.eq (local.get $byte) (i32.const 0xc7))))
      (local.set $depth (i32.sub (local.get $depth) (i32.eq (local.get $code) (i32.const 0x0b))))
      (br_if $instructions (local.get $depth)))
    (i32.store (i32.const 4) (local.get $codes))
    (global.set $end (local.get $end)))

  ;; Streams of what is alike → a module, behind them. Returns its end.
  (func (export "join") (param $split i32) (param $stop i32) (result i32)
    (local $functions i32) (local $at i32) (local $size i32) (local $start i32)
    (local.set $at (i32.const 4480))
    (loop $given
      (memory.fill
        (i32.add (global.get $given) (i32.load8_u (local.get $at)))
        (i32.load8_u offset=2 (local.get $at))
        (i32.sub (i32.load8_u offset=1 (local.get $at)) (i32.load8_u (local.get $at))))
      (local.set $at (i32.add (local.get $at) (i32.const 3)))
      (br_if $given (i32.lt_u (local.get $at) (i32.const 4519))))
    (global.set $at (local.get $split))
    (global.set $end (local.get $stop))
    ;; Five more than the module has, for the length of a function is written when it is known.
    (drop (memory.grow (i32.shr_u (i32.add (call $number) (i32.const 65540)) (i32.const 16))))
    (local.set $functions (call $number))
    (local.set $at (i32.const 0))
    (loop $lengths
      (i32.store (local.get $at) (call $number))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $lengths (i32.lt_u (local.get $at) (i32.const 4096))))
    (local.set $at (i32.const 0))
    (loop $starts
      (local.set $size (i32.load (local.get $at)))
      (i32.store (local.get $at) (global.get $at))
      (global.set $at (i32.add (global.get $at) (local.get $size)))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (br_if $starts (i32.lt_u (local.get $at) (i32.const 4096))))
    ;; What stands behind the functions.
    (local.set $at (global.get $at))
    (local.set $size (i32.const 0))
    (loop $bytes
      (i32.store8 (i32.add (global.get $said) (local.get $size)) (local.get $size))
      (br_if $bytes (i32.lt_u (local.tee $size (i32.add (local.get $size) (i32.const 1))) (i32.const 256))))
    ;; For c5 to c8.
    (i32.store (i32.const 4805) (i32.const 0x20222120))
    (global.set $at (i32.load (i32.const 44)))
    (block $none
      (loop $frequent
        (br_if $none (i32.ge_u (global.get $at) (i32.load (i32.const 48))))
        (local.set $size (i32.load8_u (global.get $at)))
        (i32.store8 (i32.add (global.get $said) (local.get $size)) (i32.load8_u offset=1 (global.get $at)))
        (global.set $at (i32.add (global.get $at) (i32.const 2)))
        (i32.store (i32.add (global.get $with) (i32.shl (local.get $size) (i32.const 2))) (global.get $at))
        (drop (call $number))
        (br $frequent)))
    (block $none
      (loop $words
        (br_if $none (i32.ge_u (global.get $at) (i32.load (i32.const 52))))
        (local.set $size (i32.load8_u offset=1 (global.get $at)))
        (i32.store
          (i32.add (global.get $words) (i32.shl (i32.load8_u (global.get $at)) (i32.const 2)))
          (i32.add (global.get $at) (i32.const 1)))
        (global.set $at (i32.add (i32.add (global.get $at) (local.get $size)) (i32.const 2)))
        (br $words)))
    (call $append (i32.load (i32.const 0))
      (i32.sub (i32.load (i32.const 4)) (i32.load (i32.const 0))))
    (loop $functions
      (local.set $start (global.get $end))
      (global.set $end (i32.add (local.get $start) (i32.const 5)))
      ;; Pairs of a count and a type.
      (local.set $size (i32.shl (call $copy (i32.const 8)) (i32.const 1)))
      (block $none
        (loop $locals
          (br_if $none (i32.eqz (local.get $size)))
          (drop (call $copy (i32.const 8)))
          (local.set $size (i32.sub (local.get $size) (i32.const 1)))
          (br $locals)))
      (call $body)
      (local.set $split (i32.add (local.get $start) (i32.const 5)))
      (local.set $size (i32.sub (global.get $end) (local.get $split)))
      (global.set $end (local.get $start))
      (call $put (local.get $size))
      (call $append (local.get $split) (local.get $size))
      (br_if $functions (local.tee $functions (i32.sub (local.get $functions) (i32.const 1)))))
    ;; Pointers, each from what one of two leads us to expect, and how long that is.
    (i32.store (i32.const 52) (i32.const 0x100000))
    (i32.store (i32.const 56) (i32.const 0x100000))
    (local.set $functions (call $next (i32.const 24)))
    (block $none
      (loop $pointers
        (br_if $none (i32.eqz (local.get $functions)))
        (local.set $size (call $next (i32.const 24)))
        (call $spell (local.get $at) (local.get $size))
        (local.set $at (i32.add (local.get $at) (local.get $size)))
        (local.set $size (call $next (i32.const 28)))
        (local.set $split (i32.add (i32.const 52) (i32.shl (i32.and (local.get $size) (i32.const 1)) (i32.const 2))))
        (local.set $start
          (i32.add (i32.load (local.get $split)) (call $apart (i32.shr_u (local.get $size) (i32.const 1)))))
        (i32.store (global.get $end) (local.get $start))
        (global.set $end (i32.add (global.get $end) (i32.const 4)))
        (local.set $size (call $next (i32.const 40)))
        (if (local.get $size)
          (then
            (local.set $size (i32.sub (local.get $size) (i32.const 1)))
            (i32.store (global.get $end) (local.get $size))
            (global.set $end (i32.add (global.get $end) (i32.const 4)))))
        (i32.store (local.get $split) (i32.add (local.get $start) (local.get $size)))
        (local.set $functions (i32.sub (local.get $functions) (i32.const 1)))
        (br $pointers)))
    (call $spell (local.get $at) (i32.sub (local.get $stop) (local.get $at)))
    (global.get $end)))
