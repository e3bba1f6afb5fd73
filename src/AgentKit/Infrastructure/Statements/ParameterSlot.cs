using Npgsql;

namespace AgentKit.Infrastructure;

/// <summary>A parameter that serves one call after the other.</summary>
internal abstract class ParameterSlot
{
    public abstract NpgsqlParameter Parameter { get; }

    /// <summary>Another one with the same value.</summary>
    public abstract ParameterSlot Copy();

    /// <summary>Lets go of the value, so that what is idle holds no contents.</summary>
    public abstract void Clear();
}
