//! A worker whose global allocator is the system's.

fn main() {
    twinheap_peers::worker::main()
}
