package io.github.procfs4j.cli.screens;

/**
 * What the screens show beyond the moment and the choices of the user.
 *
 * @param title what is shown: the host or the file
 * @param kind what kind of thing that is, in a word: {@code live} or {@code recording}
 * @param cost what showing it costs; empty if that is not known yet
 * @param problem what is wrong; empty if nothing is
 * @param canWrite whether there is a time in memory that can be written as a recording
 * @param isUnicode whether more than ASCII can be shown
 */
public record Status(
    String title, String kind, String cost, String problem, boolean canWrite, boolean isUnicode) {}
