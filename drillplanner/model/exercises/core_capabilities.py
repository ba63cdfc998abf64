"""The 32 core capabilities of the National Preparedness Goal, by id.

They are a closed list so that a misspelling in a scenario is reported with its line. Their names, mission areas,
and meaning at a school are data in ``drillplanner/exercises/doctrine/data/core_capabilities.yaml``.
"""

from enum import StrEnum


class MissionArea(StrEnum):
    """A mission area; ``all`` is for the three capabilities that belong to all five."""

    ALL = "all"
    PREVENTION = "prevention"
    PROTECTION = "protection"
    MITIGATION = "mitigation"
    RESPONSE = "response"
    RECOVERY = "recovery"


class CoreCapability(StrEnum):
    """A core capability that an exercise tests."""

    PLANNING = "planning"
    PUBLIC_INFORMATION_AND_WARNING = "public_information_and_warning"
    OPERATIONAL_COORDINATION = "operational_coordination"
    FORENSICS_AND_ATTRIBUTION = "forensics_and_attribution"
    INTELLIGENCE_AND_INFORMATION_SHARING = "intelligence_and_information_sharing"
    INTERDICTION_AND_DISRUPTION = "interdiction_and_disruption"
    SCREENING_SEARCH_AND_DETECTION = "screening_search_and_detection"
    ACCESS_CONTROL = "access_control_and_identity_verification"
    CYBERSECURITY = "cybersecurity"
    PHYSICAL_PROTECTIVE_MEASURES = "physical_protective_measures"
    RISK_MANAGEMENT = "risk_management_for_protection"
    SUPPLY_CHAIN = "supply_chain_integrity_and_security"
    COMMUNITY_RESILIENCE = "community_resilience"
    LONG_TERM_VULNERABILITY_REDUCTION = "long_term_vulnerability_reduction"
    RISK_AND_DISASTER_RESILIENCE = "risk_and_disaster_resilience_assessment"
    THREATS_AND_HAZARDS = "threats_and_hazards_identification"
    CRITICAL_TRANSPORTATION = "critical_transportation"
    ENVIRONMENTAL_RESPONSE = "environmental_response_health_and_safety"
    FATALITY_MANAGEMENT = "fatality_management_services"
    FIRE_MANAGEMENT = "fire_management_and_suppression"
    INFRASTRUCTURE_SYSTEMS = "infrastructure_systems"
    LOGISTICS = "logistics_and_supply_chain_management"
    MASS_CARE = "mass_care_services"
    MASS_SEARCH_AND_RESCUE = "mass_search_and_rescue_operations"
    ON_SCENE_SECURITY = "on_scene_security_protection_and_law_enforcement"
    OPERATIONAL_COMMUNICATIONS = "operational_communications"
    PUBLIC_HEALTH_AND_MEDICAL = "public_health_healthcare_and_emergency_medical_services"
    SITUATIONAL_ASSESSMENT = "situational_assessment"
    ECONOMIC_RECOVERY = "economic_recovery"
    HEALTH_AND_SOCIAL_SERVICES = "health_and_social_services"
    HOUSING = "housing"
    NATURAL_AND_CULTURAL_RESOURCES = "natural_and_cultural_resources"
