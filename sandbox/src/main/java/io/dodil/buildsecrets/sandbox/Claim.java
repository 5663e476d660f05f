package io.dodil.buildsecrets.sandbox;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// How a token names its organizations.
public enum Claim {
  /// Keycloak's `"organization": {"acme": {"id": "<uuid>"}}`.
  ORGANIZATION {
    @Override
    Map<String, ?> claims(List<Organization> organizations) {
      var byName = new TreeMap<String, Object>();
      organizations.forEach(o -> byName.put(o.name(), Map.of("id", o.id().toString())));
      return Map.of("organization", byName);
    }
  },
  /// Keycloak's other form, `"organization": ["acme"]`.
  ORGANIZATION_LIST {
    @Override
    Map<String, ?> claims(List<Organization> organizations) {
      return Map.of("organization", organizations.stream().map(Organization::name).toList());
    }
  },
  /// `"org_id": "<uuid>"`, of the first organization.
  ORG_ID {
    @Override
    Map<String, ?> claims(List<Organization> organizations) {
      return Map.of("org_id", organizations.getFirst().id().toString());
    }
  },
  /// `"org_name": "acme"`, of the first organization.
  ORG_NAME {
    @Override
    Map<String, ?> claims(List<Organization> organizations) {
      return Map.of("org_name", organizations.getFirst().name());
    }
  },
  /// No claim says it; the API knows the organization all the same.
  NONE {
    @Override
    Map<String, ?> claims(List<Organization> organizations) {
      return Map.of();
    }
  };

  abstract Map<String, ?> claims(List<Organization> organizations);
}
