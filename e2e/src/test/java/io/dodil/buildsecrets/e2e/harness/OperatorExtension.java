package io.dodil.buildsecrets.e2e.harness;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Lends each test class a [Cluster] that no other class uses at the same time, and as many are
/// started as classes run in parallel. Classes that use a cluster one after the other keep apart by
/// namespaces and organizations.
///
/// A class that asks for an [OperatorFixture] or a [TestNamespace] gets those of an operator with
/// the usual settings, which goes on for the next class unless this one stops it. A class that asks
/// for the cluster has no operator in it but those it starts. What it leaves open is closed at its
/// end. A class fails when a status broke a rule meanwhile, or when an operator was refused what it
/// asked the API server for.
public final class OperatorExtension implements ParameterResolver, AfterAllCallback {

  private static final Namespace NAMESPACE = Namespace.create(OperatorExtension.class);
  private static final List<Class<?>> ALONE = List.of(Cluster.class, ControlPlane.class);
  private static final List<Class<?>> TOGETHER =
      List.of(OperatorFixture.class, TestNamespace.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    var type = parameter.getParameter().getType();
    return ALONE.contains(type) || TOGETHER.contains(type);
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    var type = parameter.getParameter().getType();
    var loan = loan(test);
    if (type == TestNamespace.class) {
      return loan.operator().newNamespace();
    }
    if (type == OperatorFixture.class) {
      return loan.operator();
    }
    return type == Cluster.class ? loan.alone() : loan.alone().controlPlane();
  }

  @Override
  public void afterAll(ExtensionContext test) throws IOException {
    if (testClass(test).equals(test)) {
      loan(test).end();
    }
  }

  private static Loan loan(ExtensionContext test) {
    var clusters =
        test.getRoot()
            .getStore(NAMESPACE)
            .computeIfAbsent(Clusters.class, _ -> new Clusters(), Clusters.class);
    return testClass(test)
        .getStore(NAMESPACE)
        .computeIfAbsent(Loan.class, _ -> clusters.lend(), Loan.class);
  }

  /// The outermost one.
  private static ExtensionContext testClass(ExtensionContext test) {
    var parent = test.getParent().filter(p -> p.getParent().isPresent());
    return parent.map(OperatorExtension::testClass).orElse(test);
  }

  /// Those that are not lent.
  private static final class Clusters implements AutoCloseable {

    private final Deque<Shared> free = new ConcurrentLinkedDeque<>();

    Loan lend() {
      var shared = free.pollFirst();
      return new Loan(shared == null ? new Shared(Cluster.start()) : shared, free);
    }

    @Override
    public void close() throws IOException {
      for (var shared : free) {
        shared.stopOperator();
        shared.cluster.close();
      }
    }
  }

  /// A cluster, and perhaps an operator that classes use one after the other.
  private static final class Shared {

    private final Cluster cluster;
    private @Nullable OperatorFixture operator;

    Shared(Cluster cluster) {
      this.cluster = cluster;
    }

    OperatorFixture operator() {
      var running = operator;
      if (running == null) {
        running = OperatorFixture.start(cluster);
        operator = running;
      }
      return running;
    }

    void stopOperator() throws IOException {
      if (operator != null) {
        operator.close();
        operator = null;
      }
    }

    /// Leaves the operator there if it is as it was.
    void clear() throws IOException {
      if (operator != null && !operator.wasStopped()) {
        operator.clear();
      } else {
        stopOperator();
      }
      for (var fixture : cluster.fixtures()) {
        if (fixture != operator) {
          fixture.close();
        }
      }
    }
  }

  private static final class Loan implements AutoCloseable {

    private final Shared shared;
    private final Deque<Shared> free;
    private boolean isAlone;

    Loan(Shared shared, Deque<Shared> free) {
      this.shared = shared;
      this.free = free;
    }

    synchronized Cluster alone() {
      try {
        if (!isAlone) {
          shared.stopOperator();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      isAlone = true;
      return shared.cluster;
    }

    synchronized OperatorFixture operator() {
      if (isAlone) {
        throw new ParameterResolutionException(
            "a class that takes the cluster makes fixtures and namespaces of its own");
      }
      return shared.operator();
    }

    void end() throws IOException {
      shared.clear();
      shared.cluster.statuses().assertRulesHeld();
      shared.cluster.audit().assertNothingRefused();
    }

    @Override
    public void close() {
      free.addFirst(shared);
    }
  }
}
