//! The same as reader.h with the crate procfs.

use procfs::process::Process;
use procfs::ProcResult;
use std::io::BufRead;
use std::time::Instant;

const PROCESS_CPU_TIME: i32 = 2; // CLOCK_PROCESS_CPUTIME_ID

#[repr(C)]
struct Timespec {
    seconds: i64,
    nanoseconds: i64,
}

extern "C" {
    fn clock_gettime(clock: i32, time: *mut Timespec) -> i32;
}

fn cpu_time() -> i64 {
    let mut time = Timespec { seconds: 0, nanoseconds: 0 };
    unsafe { clock_gettime(PROCESS_CPU_TIME, &mut time) };
    time.seconds * 1_000_000_000 + time.nanoseconds
}

fn stat(processes: &[Process]) -> ProcResult<usize> {
    for process in processes {
        process.stat()?;
    }
    Ok(processes.len())
}

fn four(processes: &[Process]) -> ProcResult<usize> {
    for process in processes {
        process.stat()?;
        process.statm()?;
        process.status()?;
        process.io()?;
    }
    Ok(processes.len())
}

/// How many readings that was: none if there is nothing to read it with.
fn read(subject: &str, processes: &[Process]) -> ProcResult<usize> {
    match subject {
        "stat" => drop(procfs::KernelStats::new()?),
        "meminfo" => drop(procfs::Meminfo::new()?),
        "vmstat" => drop(procfs::vmstat()?),
        "diskstats" => drop(procfs::diskstats()?),
        "uptime" => drop(procfs::Uptime::new()?),
        "process/stat" => return stat(processes),
        "process/four" => return four(processes),
        _ => return Ok(0),
    }
    Ok(1)
}

fn main() -> ProcResult<()> {
    let mut processes = Vec::new();
    for pid in std::env::args().skip(1) {
        processes.push(Process::new(pid.parse().unwrap())?);
    }
    for line in std::io::stdin().lock().lines() {
        let line = line?;
        let (subject, times) = line.split_once(' ').unwrap();
        let mut count = 0;
        let (cpu, clock) = (cpu_time(), Instant::now());
        for _ in 0..times.parse().unwrap() {
            count += read(subject, &processes)?;
        }
        let passed = clock.elapsed().as_nanos();
        let cpu = cpu_time() - cpu;
        if count > 0 {
            println!("{} {} {}", cpu, passed, count);
        } else {
            println!("-");
        }
    }
    Ok(())
}
