/**
 * What a plain parser needs: the cursor with which it reads the words and numbers of a text, and
 * the problems that it reports. Independent of files and of /proc.
 */
@NullMarked
package io.github.procfs4j.text;

import org.jspecify.annotations.NullMarked;
