namespace PaDeNer.Daemon.Tests.Configuration;

/// <summary>Tests that read or set environment variables run one after the other.</summary>
[CollectionDefinition("environment", DisableParallelization = true)]
public class EnvironmentTests;
