package io.dodil.buildsecrets.quickstart;

/// How to play on, in lines to copy.
final class NextSteps {

  private NextSteps() {}

  static String to(Environment environment) {
    var cluster = environment.cluster();
    return """

    == All of this stays until Ctrl-C, and is gone then. Play with it from another terminal:
    alias kubectl='%s'
    kubectl get buildsecrets -n %s -w
    kubectl patch secret npm -n %s -p '{"stringData":{"token":"another-fake"}}'

    What each organization holds: %s (its certificate is of today: let the browser pass)
    Let the next 3 saves fail:
    curl --cacert %s %s/admin/faults -d '{"save":[{"fault":{"type":"respond","status":503},"times":3}]}'
    The operator's log: %s, its probe: %s\
    """
        .formatted(
            String.join(" ", cluster.kubectl().command()),
            cluster.namespace(),
            cluster.namespace(),
            environment.sandbox().apiUrl(),
            environment.folder().resolve("ca.pem"),
            environment.sandbox().apiUrl(),
            environment.operator().log(),
            environment.operator().readyz());
  }
}
