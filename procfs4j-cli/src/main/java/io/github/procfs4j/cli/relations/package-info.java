/** The relations of many recordings as one. */
@NullMarked
package io.github.procfs4j.cli.relations;

import org.jspecify.annotations.NullMarked;
