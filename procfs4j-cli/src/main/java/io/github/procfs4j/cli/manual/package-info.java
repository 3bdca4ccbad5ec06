/** The help of the commands as prepared texts, and the completion of their arguments by shells. */
@NullMarked
package io.github.procfs4j.cli.manual;

import org.jspecify.annotations.NullMarked;
