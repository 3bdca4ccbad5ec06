/**
 * The screens of the live view without a terminal: what keys do, and which lines a state shows of a
 * moment. Everything in it is a value; nothing reads, waits or draws. Names, units and meanings
 * come from the descriptions of figures.
 */
@NullMarked
package io.github.procfs4j.cli.screens;

import org.jspecify.annotations.NullMarked;
