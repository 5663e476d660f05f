package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.IOException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Lends each test class a [Cluster] that no other class uses at the same time, and as many are
/// started as classes run in parallel. A class fails when a status broke a rule meanwhile, or when
/// an operator was refused what it asked the API server for. Classes that use a cluster one after
/// the other keep apart by namespaces and organizations and stop nothing in it.
public final class SharedCluster implements ParameterResolver, AfterAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(SharedCluster.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    var type = parameter.getParameter().getType();
    return type == Cluster.class || type == ControlPlane.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var cluster = of(test);
    return parameter.getParameter().getType() == Cluster.class ? cluster : cluster.controlPlane();
  }

  @Override
  public void afterAll(ExtensionContext test) {
    of(test).statuses().assertRulesHeld();
    of(test).audit().assertNothingRefused();
  }

  public static Cluster of(ExtensionContext test) {
    var clusters =
        test.getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Clusters.class, _ -> new Clusters(), Clusters.class);
    return testClass(test)
        .getStore(NAMESPACE)
        .computeIfAbsent(Loan.class, _ -> clusters.lend(), Loan.class)
        .cluster();
  }

  /// The outermost one.
  private static ExtensionContext testClass(ExtensionContext test) {
    var parent = test.getParent().filter(p -> p.getParent().isPresent());
    return parent.map(SharedCluster::testClass).orElse(test);
  }

  /// Those that are not lent.
  private static final class Clusters implements AutoCloseable {

    private final Deque<Cluster> free = new ConcurrentLinkedDeque<>();

    Loan lend() {
      var cluster = free.pollFirst();
      return new Loan(cluster == null ? Cluster.start() : cluster, free);
    }

    @Override
    public void close() throws IOException {
      for (var cluster : free) {
        cluster.close();
      }
    }
  }

  private record Loan(Cluster cluster, Deque<Cluster> free) implements AutoCloseable {

    @Override
    public void close() {
      free.addFirst(cluster);
    }
  }
}
