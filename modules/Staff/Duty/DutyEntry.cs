using Platform.Model;

namespace Staff.Duty;

/// <summary>Somebody went on or off duty.</summary>
sealed class DutyEntry : Entry
{
    DutyEntry() { }

    internal DutyEntry(Guid staffId, bool on, DateTime at) => (StaffId, On, At) = (staffId, on, at);

    public Guid StaffId { get; private set; }
    public bool On { get; private set; }
    public DateTime At { get; private set; }
}
