/** A program of somebody who has the library and nothing else. */
module consumer {
  requires io.github.procfs4j;
}
