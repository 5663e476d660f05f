package io.dodil.buildsecrets.e2e;

import io.dodil.buildsecrets.controlplane.ControlPlane;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Hands out one [ControlPlane] for the whole test run: started by the first test that asks, closed
/// with JUnit's root store. Tests keep apart by namespaces and stop nothing in it.
public final class SharedCluster implements ParameterResolver {

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == ControlPlane.class;
  }

  @Override
  public ControlPlane resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.create(SharedCluster.class))
        .computeIfAbsent(ControlPlane.class, _ -> ControlPlane.start(), ControlPlane.class);
  }
}
