using Data;
using Microsoft.EntityFrameworkCore;
using Platform;
using static Platform.Words;

namespace Staff;

/// <summary>Without people nothing gets done.</summary>
sealed class StaffFirstSteps(AppDb db) : IFirstSteps
{
    public async Task<IReadOnlyList<FirstStep>> Steps(CancellationToken stop) =>
        [new(30, T("添加员工"), T("师傅、调度员、管家；写上技能和负责的小区，派单才找得到人"), "staff/new", await db.Staff.CountAsync(s => s.LeftOn == null, stop))];
}
