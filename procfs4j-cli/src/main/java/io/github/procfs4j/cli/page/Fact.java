package io.github.procfs4j.cli.page;

/**
 * A fact about a recording, such as {@code kernel} and {@code 6.1.0-31-amd64}.
 *
 * @param name its name
 * @param value its value
 */
public record Fact(String name, String value) {}
