package io.github.procfs4j.cli.page;

/**
 * One thing to know about a recording, such as {@code kernel} and {@code 6.1.0-31-amd64}.
 *
 * @param name what it is
 * @param value what it was
 */
public record Fact(String name, String value) {}
