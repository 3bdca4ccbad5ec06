package io.github.procfs4j.cli.http;

/** Thrown for a request that is not answered but refused, after which the connection is closed. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient Response response;

  RefusedException(int status, String reason) {
    this(Response.text(status, reason));
  }

  RefusedException(Response response) {
    super(response.reason());
    this.response = response;
  }

  Response response() {
    return response;
  }
}
