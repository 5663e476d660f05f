package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands out one [Cluster] for the whole test run: started by the first test that asks, closed with
/// JUnit's root store. A class fails when a status broke a rule meanwhile, or when an operator was
/// refused what it asked the API server for. Tests keep apart by namespaces and organizations and
/// stop nothing in it.
public final class SharedCluster implements ParameterResolver, AfterAllCallback {

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

  static Cluster of(ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.create(SharedCluster.class))
        .computeIfAbsent(Cluster.class, _ -> Cluster.start(), Cluster.class);
  }
}
