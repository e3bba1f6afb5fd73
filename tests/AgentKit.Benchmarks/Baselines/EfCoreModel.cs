using System.ComponentModel.DataAnnotations;
using System.ComponentModel.DataAnnotations.Schema;
using Microsoft.EntityFrameworkCore;

namespace AgentKit.Benchmarks.Baselines;

/// <summary>The tables of the baselines as EF Core sees them, with the version as concurrency token.</summary>
internal sealed class EfCoreModel(DbContextOptions<EfCoreModel> options) : DbContext(options)
{
    public DbSet<EfSession> Sessions => Set<EfSession>();

    public DbSet<EfTurn> Turns => Set<EfTurn>();
}

[Table("sessions", Schema = "raw")]
[PrimaryKey(nameof(WorkspaceId), nameof(SessionId))]
internal sealed class EfSession
{
    [Column("workspace_id")]
    public string WorkspaceId { get; set; } = "";

    [Column("session_id")]
    public Guid SessionId { get; set; }

    [ConcurrencyCheck, Column("version")]
    public long Version { get; set; }

    [Column("turn_count")]
    public long TurnCount { get; set; }

    [Column("updated_at")]
    public DateTimeOffset UpdatedAt { get; set; }

    [Column("last_turn_at")]
    public DateTimeOffset? LastTurnAt { get; set; }
}

[Table("turns", Schema = "raw")]
[PrimaryKey(nameof(WorkspaceId), nameof(SessionId), nameof(TurnNumber))]
internal sealed class EfTurn
{
    [Column("workspace_id")]
    public string WorkspaceId { get; set; } = "";

    [Column("session_id")]
    public Guid SessionId { get; set; }

    [Column("turn_number")]
    public long TurnNumber { get; set; }

    [Column("version")]
    public long Version { get; set; }

    [Column("user_id")]
    public string? UserId { get; set; }

    [Column("created_at")]
    public DateTimeOffset CreatedAt { get; set; }

    [Column("role")]
    public string Role { get; set; } = "";

    [Column("content", TypeName = "json")]
    public string Content { get; set; } = "";
}
