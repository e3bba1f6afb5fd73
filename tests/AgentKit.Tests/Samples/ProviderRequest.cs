using System.Text.Json;

namespace AgentKit.Tests.Samples;

/// <summary>What a provider's client sent.</summary>
internal sealed record ProviderRequest(string Path, IReadOnlyDictionary<string, string> Headers, JsonElement Body);
