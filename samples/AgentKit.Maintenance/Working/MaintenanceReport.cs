namespace AgentKit.Maintenance.Working;

/// <summary>What one round has done in one workspace.</summary>
internal sealed record MaintenanceReport(int ToolRuns, int Runs, int Tasks, int Reservations, long RemovedRows)
{
    public static MaintenanceReport Nothing { get; } = new(0, 0, 0, 0, 0);
}
