package io.dodil.buildsecrets.plan.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.dodil.buildsecrets.api.v1alpha1.JsonSize;
import io.dodil.buildsecrets.model.Resource;
import org.junit.jupiter.api.Test;

class ResourceTreeTest {

  @Test
  void seesASpecThatTheOperatorWouldNotKeep() throws Exception {
    assertThat(read(JsonSize.LARGEST_SPEC).isTooLarge()).isTrue();
    assertThat(read(JsonSize.LARGEST_SPEC / 2).isTooLarge()).isFalse();
  }

  private static Resource read(int length) throws Exception {
    var tree =
        new ObjectMapper()
            .readTree(
                """
                {"metadata": {"name": "acme", "namespace": "ci", "uid": "u"},
                 "spec": {"auth": {"token": {"secretKeyRef": {"name": "t", "key": "k"}}},
                  "buildSecretsFrom": [{"secretRef": {"name": "npm"}, "keys": ["%s"]}],
                  "endpoint": "staging", "organization": "acme"}}
                """
                    .formatted("k".repeat(length)));
    return ((ResourceTree.Read.Good) ResourceTree.read(tree)).resource();
  }
}
